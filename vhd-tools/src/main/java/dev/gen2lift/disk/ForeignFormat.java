package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Formats that are told by their first bytes only to be refused by name, before anyone takes them for a raw disk. */
final class ForeignFormat {

    private record Mark(String name, int at, byte[] bytes) {}

    private static final List<Mark> MARKS = List.of(
            mark("a QCOW image", 0, 'Q', 'F', 'I', 0xFB),
            mark("a VMDK image", 0, 'K', 'D', 'M', 'V'),
            mark("a VMDK image", 0, 'C', 'O', 'W', 'D'),
            mark("a VMDK descriptor", 0, "# Disk DescriptorFile"),
            mark("a VirtualBox VDI image", 64, 0x7F, 0x10, 0xDA, 0xBE),
            mark("a WIM archive", 0, "MSWIM\0\0\0"),
            mark("an EWF image", 0, 'E', 'V', 'F', 0x09, 0x0D, 0x0A, 0xFF, 0x00),
            mark("compressed with gzip", 0, 0x1F, 0x8B, 0x08),
            mark("compressed with xz", 0, 0xFD, '7', 'z', 'X', 'Z', 0x00),
            mark("compressed with bzip2", 0, "BZh"),
            mark("compressed with zstd", 0, 0x28, 0xB5, 0x2F, 0xFD),
            mark("a 7z archive", 0, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
            mark("a zip archive", 0, 'P', 'K', 3, 4));

    private ForeignFormat() {}

    /** What the file is, as in "this is ...", where it is one of them. */
    static Optional<String> of(ByteSource file) throws IOException {
        byte[] start = new byte[(int) Math.min(512, file.size())];
        file.read(0, ByteBuffer.wrap(start));
        for (Mark mark : MARKS) {
            int end = mark.at + mark.bytes.length;
            if (end <= start.length && Arrays.equals(start, mark.at, end, mark.bytes, 0, mark.bytes.length)) {
                return Optional.of(mark.name);
            }
        }
        return Optional.empty();
    }

    private static Mark mark(String name, int at, String text) {
        return new Mark(name, at, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Mark mark(String name, int at, int... bytes) {
        byte[] narrowed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            narrowed[i] = (byte) bytes[i];
        }
        return new Mark(name, at, narrowed);
    }
}
