package dev.gen2lift.guest.initramfs;

import io.airlift.compress.lzo.LzoDecompressor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One file as lzop writes it (Linux, lib/decompress_unlzo.c): a header, then independent LZO1X blocks. Checksums are passed
 * over: only names are wanted.
 */
final class LzopStream extends BlockStream {

    private static final int MAGIC = 9;
    private static final int VERSION_WITH_FILTER = 0x0940;
    private static final int FLAG_ADLER32_CONTENT = 1;
    private static final int FLAG_ADLER32_PACKED = 2;
    private static final int FLAG_EXTRA = 0x40;
    private static final int FLAG_CRC32_CONTENT = 0x100;
    private static final int FLAG_CRC32_PACKED = 0x200;
    private static final int FLAG_FILTER = 0x800;

    /** Bytes of a block; lzop writes 256 KiB. */
    private static final int MAX_BLOCK = 64 << 20 >> 3;

    private final LzoDecompressor decompressor = new LzoDecompressor();
    private final int flags;

    LzopStream(ImageInput in) throws IOException {
        super(in);
        in.skipNBytes(MAGIC);
        int version = u16();
        u16();
        if (version >= VERSION_WITH_FILTER) {
            u16();
        }
        in.skipNBytes(1);
        if (version >= VERSION_WITH_FILTER) {
            in.skipNBytes(1);
        }
        flags = (int) u32();
        if ((flags & FLAG_FILTER) != 0) {
            u32();
        }
        u32();
        u32();
        if (version >= VERSION_WITH_FILTER) {
            u32();
        }
        in.skipNBytes(Math.max(0, in.read()));
        u32();
        if ((flags & FLAG_EXTRA) != 0) {
            in.skipNBytes(u32() + 4);
        }
    }

    @Override
    int nextBlock() throws IOException {
        long content = u32();
        if (content == 0) {
            return -1;
        }
        long length = u32();
        if (content > MAX_BLOCK || length > content) {
            throw new IOException("a block of " + length + " bytes for " + content);
        }
        in().skipNBytes((has(FLAG_ADLER32_CONTENT) ? 4 : 0) + (has(FLAG_CRC32_CONTENT) ? 4 : 0));
        if (length < content) {
            in().skipNBytes((has(FLAG_ADLER32_PACKED) ? 4 : 0) + (has(FLAG_CRC32_PACKED) ? 4 : 0));
        }
        byte[] packed = packed(length, MAX_BLOCK);
        byte[] room = room((int) content);
        if (length == content) {
            System.arraycopy(packed, 0, room, 0, (int) length);
            return (int) length;
        }
        return decompressor.decompress(packed, 0, (int) length, room, 0, (int) content);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private int u16() throws IOException {
        return Short.toUnsignedInt(field(2).getShort());
    }

    private long u32() throws IOException {
        return Integer.toUnsignedLong(field(4).getInt());
    }

    private ByteBuffer field(int length) throws IOException {
        byte[] bytes = in().readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("ends within a header");
        }
        return ByteBuffer.wrap(bytes);
    }
}
