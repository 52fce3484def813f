package dev.gen2lift.disk.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a decoder unpacks, as long as that stands in proportion to what it reads: zstd takes a hole of terabytes in a sparse
 * file for empty blocks.
 */
final class ProductiveStream extends FilterInputStream {

    /** Bytes that may be read for nothing, in frames that are to be skipped or in empty ones. */
    static final long IDLE = 64 << 20;

    private final SourceInput packed;
    private long unpacked;

    /** @param decoder reads from {@code packed} */
    ProductiveStream(InputStream decoder, SourceInput packed) {
        super(decoder);
        this.packed = packed;
    }

    /** Ends a decoder's reading at what is allowed for what it has unpacked before, and for this time. */
    private void allow() {
        packed.allowUpTo(Math.min(IDLE + 2 * unpacked, packed.position() + IDLE));
    }

    @Override
    public int read() throws IOException {
        allow();
        int value = super.read();
        unpacked += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        allow();
        int count = super.read(into, offset, length);
        unpacked += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
