package dev.gen2lift.guest.initramfs;

import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.EOFException;
import java.io.IOException;

/**
 * The LZ4 format of Linux (lz4_Frame_format, "Legacy frame"): independent blocks of 8 MiB, each behind its packed length,
 * until the file ends or something else follows.
 */
final class Lz4LegacyStream extends BlockStream {

    private static final int MAGIC = 0x184C2102;
    private static final int BLOCK = 8 << 20;

    private final Lz4Decompressor decompressor = new Lz4Decompressor();

    Lz4LegacyStream(ImageInput in) throws IOException {
        super(in);
        in.skipNBytes(4);
    }

    @Override
    int nextBlock() throws IOException {
        long start = in().position();
        byte[] field = in().readNBytes(4);
        if (field.length == 0) {
            return -1;
        }
        if (field.length < 4) {
            throw new EOFException("ends within a block's length");
        }
        int length = field[0] & 0xFF | (field[1] & 0xFF) << 8 | (field[2] & 0xFF) << 16 | field[3] << 24;
        if (length == MAGIC) {
            return 0;
        }
        if (length <= 0 || length > BLOCK + BLOCK / 255 + 16) {
            // Padding, or the next archive.
            in().seek(start);
            return -1;
        }
        byte[] packed = packed(length, BLOCK + BLOCK / 255);
        return decompressor.decompress(packed, 0, length, room(BLOCK), 0, BLOCK);
    }
}
