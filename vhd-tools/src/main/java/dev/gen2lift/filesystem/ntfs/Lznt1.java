package dev.gen2lift.filesystem.ntfs;

import java.util.Arrays;

/** The compression of NTFS files (MS-XCA 2.5, LZNT1). */
final class Lznt1 {

    /** Bytes that a chunk unpacks to, but for the last one. */
    private static final int CHUNK = 4096;

    private static final int COMPRESSED = 0x8000;
    private static final int MIN_MATCH = 3;

    private final byte[] in;
    private final int inEnd;
    private final byte[] out;
    private int at;

    private Lznt1(byte[] in, int inEnd, byte[] out) {
        this.in = in;
        this.inEnd = inEnd;
        this.out = out;
    }

    /**
     * Unpacks the first {@code length} bytes of {@code in} into {@code out}, all of which is overwritten: with zeros
     * where the data ends early.
     */
    static void unpack(byte[] in, int length, byte[] out) throws CorruptDataException {
        new Lznt1(in, length, out).unpack();
    }

    private void unpack() throws CorruptDataException {
        int begin = 0;
        while (begin < out.length) {
            int header = at <= inEnd - 2 ? u16() : 0;
            if (header == 0) {
                break;
            }
            int end = at + (header & 0xFFF) + 1;
            int outEnd = Math.min(begin + CHUNK, out.length);
            if (end > inEnd) {
                throw new CorruptDataException("chunk of " + (end - at) + " bytes leaves the compression unit");
            }
            int to = (header & COMPRESSED) != 0 ? chunk(begin, outEnd, end) : copy(begin, outEnd, end);
            Arrays.fill(out, to, outEnd, (byte) 0);
            at = end;
            begin = outEnd;
        }
        Arrays.fill(out, begin, out.length, (byte) 0);
    }

    private int copy(int begin, int outEnd, int end) {
        int length = Math.min(end - at, outEnd - begin);
        System.arraycopy(in, at, out, begin, length);
        return begin + length;
    }

    private int chunk(int begin, int outEnd, int end) throws CorruptDataException {
        int to = begin;
        while (at < end && to < outEnd) {
            int flags = Byte.toUnsignedInt(in[at++]);
            for (int bit = 0; bit < 8 && at < end && to < outEnd; bit++) {
                if ((flags >> bit & 1) == 0) {
                    out[to++] = in[at++];
                } else {
                    if (at > end - 2) {
                        throw new CorruptDataException("chunk ends within a match");
                    }
                    to = match(begin, to, outEnd);
                }
            }
        }
        return to;
    }

    /** The further a chunk has come, the more bits of a match are its distance. */
    private int match(int begin, int to, int outEnd) throws CorruptDataException {
        int done = to - begin;
        int distanceBits = Math.max(4, 32 - Integer.numberOfLeadingZeros(Math.max(0, done - 1)));
        int token = u16();
        int distance = (token >> 16 - distanceBits) + 1;
        int length = (token & (1 << 16 - distanceBits) - 1) + MIN_MATCH;
        if (distance > done) {
            throw new CorruptDataException("match from " + distance + " back, before its chunk");
        }
        Match.copy(out, to, outEnd, distance, length);
        return to + length;
    }

    private int u16() {
        int value = Byte.toUnsignedInt(in[at]) | Byte.toUnsignedInt(in[at + 1]) << 8;
        at += 2;
        return value;
    }
}
