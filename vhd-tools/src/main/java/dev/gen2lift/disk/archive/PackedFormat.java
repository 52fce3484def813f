package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a file around an image may be, told by its first bytes. */
enum PackedFormat {
    GZIP("gzip", 0, 0x1F, 0x8B, 0x08),
    BZIP2("bzip2", 0, 'B', 'Z', 'h'),
    XZ("xz", 0, 0xFD, '7', 'z', 'X', 'Z', 0x00),
    ZSTD("zstd", 0, 0x28, 0xB5, 0x2F, 0xFD),
    SEVEN_Z("7z", 0, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
    ZIP("zip", 0, 'P', 'K', 3, 4),
    EMPTY_ZIP("zip", 0, 'P', 'K', 5, 6),
    /** POSIX and GNU; what is older has no mark. */
    TAR("tar", 257, 'u', 's', 't', 'a', 'r'),
    NONE("none", 0);

    private static final int START = 512;

    final String label;
    private final int at;
    private final byte[] mark;

    PackedFormat(String label, int at, int... mark) {
        this.label = label;
        this.at = at;
        this.mark = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            this.mark[i] = (byte) mark[i];
        }
    }

    static PackedFormat of(ByteSource file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(START, file.size()));
        file.read(0, start);
        return of(start.array());
    }

    /** @param start the file's first bytes, up to 512 of them */
    static PackedFormat of(byte[] start) {
        for (PackedFormat format : values()) {
            int end = format.at + format.mark.length;
            if (end <= start.length && Arrays.equals(start, format.at, end, format.mark, 0, format.mark.length)) {
                return format;
            }
        }
        return NONE;
    }
}
