package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * A section of a portable executable (Microsoft PE format, "Section table").
 *
 * @param name ".sbat"; one of more than eight bytes is kept in the string table, as linkers for EFI do
 * @param virtualSize bytes in memory; 0 where the linker did not say
 * @param address in memory, from where the image begins
 * @param offset first byte within the file
 * @param size bytes within the file, often more than the content has
 */
record PeSection(String name, long virtualSize, long address, long offset, long size) {

    static final int HEADER_SIZE = 40;

    private static final int NAME_SIZE = 8;

    /** Longer ones are cut. */
    private static final int MAX_LONG_NAME = 32;

    /** @param names first byte of the string table within {@code file}; 0 where there is none */
    static PeSection read(BinaryCursor table, int at, ByteSource file, long names) throws IOException {
        String name = longName(table.at(at).ascii(NAME_SIZE), file, names);
        table.at(at + NAME_SIZE);
        long virtualSize = table.u32();
        long address = table.u32();
        long size = table.u32();
        long offset = table.u32();
        return new PeSection(name, virtualSize, address, offset, size);
    }

    /** A name that cannot be found stays as it is: no section is looked for by such a one. */
    private static String longName(String name, ByteSource file, long names) throws IOException {
        if (names == 0 || !name.matches("/[0-9]{1,7}")) {
            return name;
        }
        long at = names + Long.parseLong(name.substring(1));
        int length = (int) Math.max(0, Math.min(MAX_LONG_NAME, file.size() - at));
        String text = BinaryCursor.read(
                        file, "PE string table", Math.min(at, file.size()), length, ByteOrder.LITTLE_ENDIAN)
                .ascii(length);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The bytes that the section has in memory, of which the file may hold fewer. */
    BinaryCursor content(ByteSource file, int limit) throws IOException {
        String structure = "PE section " + name;
        long length = virtualSize == 0 ? size : Math.min(size, virtualSize);
        if (length > limit) {
            throw BinaryCursor.of(file.name(), structure, offset, new byte[0], ByteOrder.LITTLE_ENDIAN)
                    .limit(0, length + " bytes, more than " + limit);
        }
        return BinaryCursor.read(file, structure, offset, (int) length, ByteOrder.LITTLE_ENDIAN);
    }
}
