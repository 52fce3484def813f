package dev.gen2lift.guest.initramfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A stream of blocks that are unpacked one by one. */
abstract class BlockStream extends InputStream {

    /** Bytes of a block as it is packed, beside those of its content: what is incompressible grows by less. */
    private static final int MAX_GROWTH = 64 << 10;

    private final ImageInput in;
    private byte[] packed = {};
    private byte[] block = {};
    private int next;
    private int limit;
    private boolean ended;

    BlockStream(ImageInput in) {
        this.in = in;
    }

    /** Unpacks the next block into {@link #room}; returns its length, or -1 where there is none. */
    abstract int nextBlock() throws IOException;

    /** Where a block of at most so many bytes goes. */
    final byte[] room(int length) {
        if (block.length < length) {
            block = new byte[length];
        }
        return block;
    }

    /** The block's packed bytes, from 0 to {@code length}. */
    final byte[] packed(long length, int maxContent) throws IOException {
        if (length > (long) maxContent + MAX_GROWTH) {
            throw new IOException("a block of " + length + " bytes");
        }
        if (packed.length < length) {
            packed = new byte[(int) length];
        }
        if (in.readNBytes(packed, 0, (int) length) < length) {
            throw new EOFException("ends within a block");
        }
        return packed;
    }

    final ImageInput in() {
        return in;
    }

    @Override
    public int read() throws IOException {
        return next < limit || fill() ? block[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - next);
        System.arraycopy(block, next, into, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (!ended) {
            next = 0;
            limit = 0;
            int length = nextBlock();
            if (length < 0) {
                ended = true;
            } else if (length > 0) {
                limit = length;
                return true;
            }
        }
        return false;
    }
}
