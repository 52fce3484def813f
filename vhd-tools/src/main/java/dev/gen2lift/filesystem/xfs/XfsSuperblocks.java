package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The superblock, and the copies of it that begin every further group. */
final class XfsSuperblocks {

    /** Block sizes that Linux mounts; those of other machines are larger. */
    private static final int[] BLOCK_SIZES = {4096, 1024, 2048, 512};

    /** Into how many groups mkfs.xfs divides a volume: by its size, and whether it is striped. */
    private static final int[] GROUPS = {4, 2, 8, 16, 32};

    /** The longest group, into which the largest volumes are divided. */
    private static final long MAX_GROUP = 1L << 40;

    private XfsSuperblocks() {}

    /**
     * @param superblock that the volume is read by
     * @param warning what is wrong with the first one, where a copy is used
     */
    record Choice(XfsSuperblock superblock, Optional<ImageWarning> warning) {}

    /**
     * The superblock, or a copy where it is damaged.
     *
     * @throws BadImageException of the superblock, where no copy is found
     */
    static Choice choose(ByteSource volume) throws IOException {
        try {
            return new Choice(XfsSuperblock.read(volume, 0), Optional.empty());
        } catch (BadImageException e) {
            if (e.kind() != BadImageException.Kind.CORRUPT) {
                throw e;
            }
            XfsSuperblock copy = copy(volume).orElseThrow(() -> e);
            String message = e.reason() + "; its copy at byte " + copy.offset() + " is used";
            return new Choice(copy, Optional.of(new ImageWarning(XfsSuperblock.STRUCTURE, e.offset(), message)));
        }
    }

    /**
     * A copy that is whole and leads to the root folder, found by where groups begin: as the superblock says, and as
     * they do when the volume was divided by mkfs.xfs.
     */
    static Optional<XfsSuperblock> copy(ByteSource volume) throws IOException {
        for (long place : places(volume)) {
            Optional<XfsSuperblock> second = readCopy(volume, place, 1);
            if (second.isEmpty()) {
                continue;
            }
            // mkfs.xfs tells the last and the middle group only where the root folder is.
            long groups = second.get().groups();
            for (long group : new long[] {1, groups - 1, groups / 2}) {
                Optional<XfsSuperblock> copy = readCopy(volume, second.get().groupPlace(group), group);
                if (copy.isPresent()
                        && copy.get()
                                        .place(copy.get().rootInode()
                                                >>> copy.get().inodesPerBlockLog())
                                > 0) {
                    return copy;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<XfsSuperblock> readCopy(ByteSource volume, long place, long group) throws IOException {
        try {
            XfsSuperblock copy = XfsSuperblock.read(volume, place);
            return group < copy.groups() && copy.groupPlace(group) == place ? Optional.of(copy) : Optional.empty();
        } catch (BadImageException e) {
            // Not here, or as damaged: the next place.
            return Optional.empty();
        }
    }

    private static Set<Long> places(ByteSource volume) throws IOException {
        Set<Long> places = new LinkedHashSet<>();
        if (volume.size() >= 512) {
            BinaryCursor block = BinaryCursor.read(volume, XfsSuperblock.STRUCTURE, 0, 512, ByteOrder.BIG_ENDIAN);
            long blockSize = block.at(4).u32();
            places.add(block.at(84).u32() * (blockSize <= 1 << 16 ? blockSize : 0));
        }
        for (int blockSize : BLOCK_SIZES) {
            for (int groups : GROUPS) {
                places.add((volume.size() / blockSize + groups - 1) / groups * blockSize);
            }
            places.add(MAX_GROUP - blockSize);
        }
        places.removeIf(place -> place == 0 || place > volume.size() - 512);
        return places;
    }
}
