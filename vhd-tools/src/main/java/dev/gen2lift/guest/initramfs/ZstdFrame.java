package dev.gen2lift.guest.initramfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one Zstandard frame and none behind it (RFC 8878, 3.1.1), for a decoder that reads ahead. Blocks tell their
 * length, so none of them is decoded here.
 */
final class ZstdFrame extends InputStream {

    private static final int MAGIC_AND_DESCRIPTOR = 5;
    private static final int BLOCK_HEADER = 3;
    private static final int CHECKSUM = 4;

    private final ImageInput in;

    /** Bytes that are passed on before the next decision; they begin with those in {@link #ahead}. */
    private long left;

    private byte[] ahead = {};
    private int aheadNext;
    private State state = State.HEADER;
    private boolean checksum;

    private enum State {
        HEADER,
        BLOCK,
        CHECKSUM,
        END
    }

    ZstdFrame(ImageInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left == 0) {
            if (state == State.END) {
                return -1;
            }
            next();
        }
        int count;
        if (aheadNext < ahead.length) {
            count = Math.min(length, ahead.length - aheadNext);
            System.arraycopy(ahead, aheadNext, into, offset, count);
            aheadNext += count;
        } else {
            count = in.read(into, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("ends within a block");
            }
        }
        left -= count;
        return count;
    }

    private void next() throws IOException {
        switch (state) {
            case HEADER -> {
                peek(MAGIC_AND_DESCRIPTOR);
                int descriptor = ahead[4] & 0xFF;
                checksum = (descriptor & 4) != 0;
                boolean single = (descriptor & 0x20) != 0;
                int content = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6];
                int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
                left += (single ? 0 : 1) + dictionary + content;
                state = State.BLOCK;
            }
            case BLOCK -> {
                peek(BLOCK_HEADER);
                int header = ahead[0] & 0xFF | (ahead[1] & 0xFF) << 8 | (ahead[2] & 0xFF) << 16;
                boolean repeated = (header >> 1 & 3) == 1;
                left += repeated ? 1 : header >> 3;
                if ((header & 1) != 0) {
                    state = checksum ? State.CHECKSUM : State.END;
                }
            }
            default -> {
                left = CHECKSUM;
                ahead = new byte[0];
                aheadNext = 0;
                state = State.END;
            }
        }
    }

    private void peek(int count) throws IOException {
        ahead = in.readNBytes(count);
        aheadNext = 0;
        left = count;
        if (ahead.length < count) {
            throw new EOFException("ends within a header");
        }
    }
}
