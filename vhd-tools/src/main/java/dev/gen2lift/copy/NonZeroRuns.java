package dev.gen2lift.copy;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds what has to be written of a piece: everything but runs of zeros of at least {@link WriteShape#zeroGap()}.
 *
 * <p>Costs next to nothing where there are no zeros: such a run cannot hide between two probes of
 * {@link WriteShape#alignment()} bytes that lie a zero gap apart, and a probe of data ends at its first byte. Where there
 * are zeros, they are compared with a zero buffer in vector instructions. For one thread at a time.
 */
final class NonZeroRuns {

    /** Takes a run; {@code from} (inclusive) and {@code to} (exclusive) are absolute indices of the piece's buffer. */
    interface Sink {
        void accept(int from, int to) throws IOException, InterruptedException;
    }

    /** Small enough to stay in the processor's cache while large pieces stream past it. */
    private static final int ZEROS_LENGTH = 32 << 10;

    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(ZEROS_LENGTH).asReadOnlyBuffer();

    private final int alignment;
    private final int zeroGap;
    private final ByteBuffer zeros = ZEROS.duplicate();

    NonZeroRuns(WriteShape shape) {
        this.alignment = shape.alignment();
        this.zeroGap = shape.zeroGap();
    }

    /**
     * Gives the runs of {@code piece} in order; they begin and end at multiples of the alignment, but for the piece's
     * end.
     *
     * @param piece from index 0 to its limit; position and limit stay as they are
     * @return bytes in all runs together
     */
    long forEach(ByteBuffer piece, Sink sink) throws IOException, InterruptedException {
        ByteBuffer view = piece.duplicate();
        int length = piece.limit();
        long bytes = 0;
        int from = nextData(view, 0, length);
        while (from < length) {
            int to = endOfRun(view, Math.min(from + alignment, length), length);
            sink.accept(from, to);
            bytes += to - from;
            from = nextData(view, to, length);
        }
        return bytes;
    }

    private int nextData(ByteBuffer view, int from, int length) {
        int data = firstNonZero(view, from, length);
        return data == length ? length : alignDown(data);
    }

    /** Where the run of data ends whose first {@code searched} bytes are known: at a wide enough run of zeros. */
    private int endOfRun(ByteBuffer view, int searched, int length) {
        int from = searched;
        int probe = from;
        while (probe < length) {
            int probeEnd = Math.min(probe + alignment, length);
            if (firstNonZero(view, probe, probeEnd) < probeEnd) {
                probe += zeroGap;
                continue;
            }
            int zerosFrom = trim(view, from, probe);
            int zerosTo = firstNonZero(view, probeEnd, length);
            if (zerosTo == length || alignDown(zerosTo) - zerosFrom >= zeroGap) {
                return zerosFrom;
            }
            from = alignDown(zerosTo);
            probe = from;
        }
        return trim(view, from, length);
    }

    /** The end of the range without the zero grains that it ends with. */
    private int trim(ByteBuffer view, int from, int to) {
        int end = to;
        while (end > from) {
            int grain = Math.max(from, alignDown(end - 1));
            if (firstNonZero(view, grain, end) < end) {
                break;
            }
            end = grain;
        }
        return end;
    }

    /** Index of the first byte in the range that is not zero, or {@code to}. */
    int firstNonZero(ByteBuffer view, int from, int to) {
        for (int at = from; at < to; at += ZEROS_LENGTH) {
            int end = Math.min(to, at + ZEROS_LENGTH);
            zeros.limit(end - at);
            view.limit(end).position(at);
            int mismatch = view.mismatch(zeros);
            if (mismatch >= 0) {
                return at + mismatch;
            }
        }
        return to;
    }

    private int alignDown(int index) {
        return index & -alignment;
    }
}
