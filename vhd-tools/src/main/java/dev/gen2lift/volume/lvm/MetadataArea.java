package dev.gen2lift.volume.lvm;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One copy of a volume group's description: a header, and a ring of texts behind it (LVM2, lib/format_text/layout.h). */
final class MetadataArea {

    private static final String STRUCTURE = "LVM2 metadata area";
    private static final int HEADER_SIZE = 512;
    private static final byte[] MAGIC = {' ', 'L', 'V', 'M', '2', ' ', 'x', '[', '5', 'A', '%', 'r', '0', 'N', '*', '>'
    };
    private static final int VERSION = 1;
    private static final int FLAG_IGNORED = 1;

    /** The text of a group of a thousand volumes has about 1 MiB. */
    static final int MAX_TEXT = 8 << 20;

    private MetadataArea() {}

    /**
     * The description in force; empty where the area is set aside or was never used.
     *
     * @throws dev.gen2lift.disk.BadImageException where a checksum, a range or a size is wrong
     */
    static Optional<String> read(ByteSource volume, PhysicalVolume.Area area) throws IOException {
        BinaryCursor header = BinaryCursor.read(volume, STRUCTURE, area.offset(), HEADER_SIZE, ByteOrder.LITTLE_ENDIAN);
        long expected = header.u32();
        if (!header.has(4, MAGIC)) {
            throw header.corrupt(4, "no signature");
        }
        if (LvmChecksum.of(header.view().position(4)) != expected) {
            throw header.corrupt(0, "the checksum is wrong");
        }
        long version = header.at(20).u32();
        if (version != VERSION) {
            throw header.unsupported(20, "version " + version);
        }
        long start = header.at(24).size64();
        long size = header.size64();
        if (start != area.offset() || size <= HEADER_SIZE || size > volume.size() - start) {
            throw header.corrupt(24, "an area of " + size + " bytes at " + start + ", not at " + area.offset());
        }
        long offset = header.size64();
        long length = header.size64();
        long checksum = header.u32();
        boolean ignored = (header.u32() & FLAG_IGNORED) != 0;
        if (offset == 0 || ignored) {
            return Optional.empty();
        }
        if (offset < HEADER_SIZE || offset >= size || length > size - HEADER_SIZE) {
            throw header.corrupt(40, "a text of " + length + " bytes at " + offset + " of an area of " + size);
        }
        if (length > MAX_TEXT) {
            throw header.limit(48, "a text of " + length + " bytes, more than " + MAX_TEXT);
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        int front = (int) Math.min(length, size - offset);
        volume.read(start + offset, text.limit(front));
        // The ring begins again behind the header.
        volume.read(start + HEADER_SIZE, text.limit((int) length));
        if (LvmChecksum.of(text.flip()) != checksum) {
            throw header.corrupt(56, "the text's checksum is wrong");
        }
        return Optional.of(new String(text.array(), StandardCharsets.UTF_8));
    }
}
