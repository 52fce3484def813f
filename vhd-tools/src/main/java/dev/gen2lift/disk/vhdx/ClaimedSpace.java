package dev.gen2lift.disk.vhdx;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Which MiB of a file are in use: finds blocks that share one. Takes a bit for each MiB near those in use. */
final class ClaimedSpace {

    private static final int PAGE = 1 << 16;

    private final @Nullable BitSet[] pages;

    /** @param fileSize bytes, at most {@link VhdxFormat#MAX_FILE_SIZE} */
    ClaimedSpace(long fileSize) {
        this.pages = new BitSet[(int) (fileSize / VhdxFormat.MIB / PAGE) + 2];
    }

    /**
     * Claims a range for one owner.
     *
     * @param offset bytes, a multiple of 1 MiB
     * @param length bytes, greater than 0; what it has of its last MiB is claimed in full
     * @return whether none of it was claimed before
     */
    boolean claim(long offset, long length) {
        long end = (offset + length + VhdxFormat.MIB - 1) / VhdxFormat.MIB;
        for (long at = offset / VhdxFormat.MIB; at < end; ) {
            int page = (int) (at / PAGE);
            int from = (int) (at % PAGE);
            int to = (int) Math.min(PAGE, end - (long) page * PAGE);
            BitSet bits = pages[page];
            if (bits == null) {
                bits = new BitSet();
                pages[page] = bits;
            }
            int taken = bits.nextSetBit(from);
            if (taken >= 0 && taken < to) {
                return false;
            }
            bits.set(from, to);
            at = (long) page * PAGE + to;
        }
        return true;
    }
}
