package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.util.Optional;

/**
 * The tree of the checksums of files' content: an item holds those of successive sectors (Linux,
 * include/uapi/linux/btrfs_tree.h, BTRFS_EXTENT_CSUM_KEY). Content that is written in place has none.
 */
final class DataChecksums {

    private static final long OBJECT = -10;

    private final Optional<Tree> tree;
    private final ChecksumType type;
    private final int sectorSize;
    private final Warnings warnings;

    DataChecksums(Optional<Tree> tree, Superblock superblock, Warnings warnings) {
        this.tree = superblock.checksum().isChecked() ? tree : Optional.empty();
        this.type = superblock.checksum();
        this.sectorSize = superblock.sectorSize();
        this.warnings = warnings;
    }

    /**
     * The checksums from a sector on, as many as its item has and at least one.
     *
     * @param address logical, where a sector begins
     * @return empty where the sector has none, or its own cannot be read
     */
    Optional<BinaryCursor> from(long address) throws IOException {
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        try {
            TreeCursor cursor = tree.get().cursor();
            if (!cursor.seekBack(new Key(OBJECT, Key.EXTENT_CSUM, address)) || !cursor.isAt(OBJECT, Key.EXTENT_CSUM)) {
                return Optional.empty();
            }
            BinaryCursor sums = cursor.item().data();
            long skipped = (address - cursor.key().offset()) / sectorSize * type.size();
            return skipped > sums.length() - type.size()
                    ? Optional.empty()
                    : Optional.of(sums.slice("btrfs data checksums", (int) skipped, sums.length() - (int) skipped));
        } catch (BadImageException e) {
            warnings.add(new ImageWarning(
                    e.structure(), e.offset(), "files are read without their checksums: " + e.reason()));
            return Optional.empty();
        }
    }
}
