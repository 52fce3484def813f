package dev.gen2lift.testimages.vhd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Fields of a footer that another tool wrote. */
final class SampleFooter {

    private SampleFooter() {}

    /** The copy in a dynamic disk's first sector. */
    static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Arrays.copyOf(in.readNBytes(512), 512);
        }
    }

    static long currentSize(byte[] footer) {
        return ByteBuffer.wrap(footer).getLong(48);
    }

    static VhdGeometry geometry(byte[] footer) {
        return new VhdGeometry(
                Short.toUnsignedInt(ByteBuffer.wrap(footer).getShort(56)),
                Byte.toUnsignedInt(footer[58]),
                Byte.toUnsignedInt(footer[59]));
    }
}
