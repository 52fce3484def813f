package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.volume.PartitionView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel, its initramfs and its command line in one EFI application (UAPI.5 Unified Kernel Image), whose parts are
 * sections of the portable executable.
 */
final class UnifiedKernel {

    private static final String STRUCTURE = "PE section table";
    private static final int DOS_HEADER = 64;
    private static final int DOS_PE_OFFSET = 0x3C;
    private static final int FILE_HEADER = 24;
    private static final int SECTION = 40;

    /** Sections of a file; unified kernels have about fifteen. */
    private static final int MAX_SECTIONS = 96;

    /** Bytes of a DOS stub. */
    private static final int MAX_PE_OFFSET = 1 << 20;

    /** Bytes of a section that holds text. */
    private static final int MAX_TEXT = 64 << 10;

    private final ByteSource file;
    private final Map<String, ByteSource> sections;

    private UnifiedKernel(ByteSource file, Map<String, ByteSource> sections) {
        this.file = file;
        this.sections = sections;
    }

    /** @throws dev.gen2lift.disk.BadImageException where it is no portable executable */
    static UnifiedKernel read(ByteSource file) throws IOException {
        BinaryCursor dos = BinaryCursor.read(file, STRUCTURE, 0, DOS_HEADER, ByteOrder.LITTLE_ENDIAN);
        long at = dos.at(DOS_PE_OFFSET).u32();
        if (!dos.has(0, new byte[] {'M', 'Z'}) || at > MAX_PE_OFFSET) {
            throw dos.corrupt(0, "no portable executable");
        }
        BinaryCursor header = BinaryCursor.read(file, STRUCTURE, at, FILE_HEADER, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(0, new byte[] {'P', 'E', 0, 0})) {
            throw header.corrupt(0, "no signature PE");
        }
        int count = header.at(6).u16();
        if (count > MAX_SECTIONS) {
            throw header.limit(6, count + " sections");
        }
        long table = at + FILE_HEADER + header.at(20).u16();
        BinaryCursor entries = BinaryCursor.read(file, STRUCTURE, table, count * SECTION, ByteOrder.LITTLE_ENDIAN);
        Map<String, ByteSource> sections = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = entries.at(i * SECTION).ascii(8);
            long virtual = entries.u32();
            long stored = entries.at(i * SECTION + 16).u32();
            long offset = entries.u32();
            // What is stored is padded to the file's alignment.
            long size = Math.min(virtual, stored);
            if (offset > file.size() - size) {
                throw entries.truncated(i * SECTION, "section " + name + " leaves the file");
            }
            sections.putIfAbsent(name, new PartitionView(file, file.name() + " " + name, offset, size));
        }
        return new UnifiedKernel(file, sections);
    }

    /** A section's content; empty where there is none of that name. */
    Optional<ByteSource> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /** A section that holds text, without the NUL and line breaks behind it. */
    Optional<String> text(String name) throws IOException {
        Optional<ByteSource> section = section(name);
        if (section.isEmpty()) {
            return Optional.empty();
        }
        int length = (int) Math.min(MAX_TEXT, section.get().size());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        section.get().read(0, bytes);
        return Optional.of(new String(bytes.array(), StandardCharsets.UTF_8)
                .replace('\0', ' ')
                .replace('\n', ' ')
                .strip());
    }

    String name() {
        return file.name();
    }
}
