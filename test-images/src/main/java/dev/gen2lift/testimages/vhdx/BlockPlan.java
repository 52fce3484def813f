package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.OwnSectors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one payload block is stored.
 *
 * @param ownSectors of a partially present block, counted from its beginning
 * @param junk whether the block lies in the file but holds bytes that no reader may return
 */
record BlockPlan(long block, BlockState state, BitSet ownSectors, boolean junk) {

    private static final Content NOTHING = Content.zeros(0);

    /** The plans of all blocks but those that are not present, in ascending order. */
    static List<BlockPlan> of(VhdxBuilder disk) {
        List<BlockPlan> plans = new ArrayList<>();
        for (long block : candidates(disk)) {
            BlockPlan plan = of(disk, block);
            if (plan.state != BlockState.NOT_PRESENT || plan.junk) {
                plans.add(plan);
            }
        }
        return plans;
    }

    /** Whether the block takes space in the file. */
    boolean takesSpace() {
        return state.stored() || junk;
    }

    private static TreeSet<Long> candidates(VhdxBuilder disk) {
        Content parent = disk.parent == null ? NOTHING : disk.parent;
        long size = disk.content.size();
        TreeSet<Long> blocks = new TreeSet<>(disk.states.keySet());
        long at = disk.fixed ? 0 : OwnSectors.nextData(disk.content, parent, 0);
        while (at < size) {
            long block = at / disk.blockSize;
            blocks.add(block);
            long next = (block + 1) * disk.blockSize;
            at = disk.fixed ? next : OwnSectors.nextData(disk.content, parent, next);
        }
        return blocks;
    }

    private static BlockPlan of(VhdxBuilder disk, long block) {
        BlockState asked = disk.states.get(block);
        BitSet own = ownSectors(disk, block, asked);
        BlockState state = asked != null ? asked : natural(disk, block, own);
        return new BlockPlan(block, state, own, disk.stale.contains(block));
    }

    private static BitSet ownSectors(VhdxBuilder disk, long block, @Nullable BlockState asked) {
        if (disk.parent == null && asked != BlockState.PARTIALLY_PRESENT) {
            return new BitSet();
        }
        Content parent = disk.parent == null ? NOTHING : disk.parent;
        return OwnSectors.of(disk.content, parent, block * disk.blockSize, disk.blockSize, disk.logicalSector);
    }

    private static BlockState natural(VhdxBuilder disk, long block, BitSet own) {
        if (disk.parent == null) {
            return BlockState.FULLY_PRESENT;
        }
        if (own.isEmpty()) {
            return BlockState.NOT_PRESENT;
        }
        long start = block * disk.blockSize;
        long length = Math.min(disk.blockSize, disk.content.size() - start);
        if (disk.content.isHole(start, length)) {
            return BlockState.ZERO;
        }
        boolean all = own.cardinality() * (long) disk.logicalSector >= length;
        return all ? BlockState.FULLY_PRESENT : BlockState.PARTIALLY_PRESENT;
    }
}
