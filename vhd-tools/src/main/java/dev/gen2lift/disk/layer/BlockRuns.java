package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.BitSet;

/** Joins the blocks of a {@link BlockMap} into the longest runs that are held in one way. */
public final class BlockRuns {

    private final BlockMap map;
    private final boolean hasParent;
    private final long blockSize;
    private final int blockShift;
    private final int sectorShift;

    /** @param hasParent whether an absent block is the parent's; else it is zero */
    public BlockRuns(BlockMap map, boolean hasParent) {
        this.map = map;
        this.hasParent = hasParent;
        this.blockSize = map.blockSize();
        this.blockShift = Long.numberOfTrailingZeros(blockSize);
        this.sectorShift = Integer.numberOfTrailingZeros(map.sectorSize());
    }

    /** As {@link ImageLayer#run}. */
    public Run run(long offset, long limit) throws IOException {
        long block = offset >>> blockShift;
        long within = offset & (blockSize - 1);
        long place = map.place(block);
        Run.Kind kind = kind(place);
        if (kind == Run.Kind.STORED) {
            long at = (place & ~BlockMap.STATE_MASK) + within;
            return (place & BlockMap.STATE_MASK) == BlockMap.PARTIAL
                    ? partial(block, within, at, limit)
                    : full(block, blockSize - within, at, limit);
        }
        return empty(kind, block, blockSize - within, limit);
    }

    private Run full(long firstBlock, long inFirst, long at, long limit) throws IOException {
        long length = inFirst;
        long block = firstBlock;
        while (length < limit && map.place(block + 1) == BlockMap.full(at + length)) {
            block++;
            length += blockSize;
        }
        return new Run(Run.Kind.STORED, Math.min(length, limit), at);
    }

    private Run partial(long block, long within, long at, long limit) throws IOException {
        BitSet stored = map.storedSectors(block);
        int sector = (int) (within >>> sectorShift);
        boolean here = stored.get(sector);
        int next = here ? stored.nextClearBit(sector) : stored.nextSetBit(sector);
        long end = next < 0 ? blockSize : Math.min(blockSize, (long) next << sectorShift);
        long length = Math.min(end - within, limit);
        return here ? new Run(Run.Kind.STORED, length, at) : new Run(Run.Kind.ABSENT, length, 0);
    }

    private Run empty(Run.Kind kind, long firstBlock, long inFirst, long limit) throws IOException {
        long before = blockSize - inFirst;
        long wanted = (before + limit + blockSize - 1) >>> blockShift;
        long counted = 0;
        do {
            counted += map.countAlike(firstBlock + counted, wanted - counted);
        } while (counted < wanted && kind(map.place(firstBlock + counted)) == kind);
        return new Run(kind, Math.min((counted << blockShift) - before, limit), 0);
    }

    private Run.Kind kind(long place) {
        return switch ((int) place & BlockMap.STATE_MASK) {
            case (int) BlockMap.ABSENT -> hasParent ? Run.Kind.ABSENT : Run.Kind.ZERO;
            case (int) BlockMap.ZERO -> Run.Kind.ZERO;
            default -> Run.Kind.STORED;
        };
    }
}
