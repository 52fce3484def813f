package dev.gen2lift.filesystem.ext;

import java.util.ArrayList;
import java.util.List;

/**
 * The features of an ext file system by their bits (Linux, fs/ext4/ext4.h), named as mke2fs names them.
 *
 * @param compatible what a reader may ignore
 * @param incompatible what it has to understand
 * @param readOnlyCompatible what only a writer has to understand
 */
record ExtFeatures(long compatible, long incompatible, long readOnlyCompatible) {

    private static final long HAS_JOURNAL = 0x4;
    private static final long DIR_INDEX = 0x20;
    private static final long SPARSE_SUPER2 = 0x200;
    private static final long FAST_COMMIT = 0x400;

    private static final long SPARSE_SUPER = 0x1;
    private static final long GDT_CSUM = 0x10;
    private static final long BIGALLOC = 0x200;
    private static final long METADATA_CSUM = 0x400;

    private static final long FILETYPE = 0x2;
    private static final long RECOVER = 0x4;
    private static final long META_BG = 0x10;
    private static final long WIDE = 0x80;
    private static final long CSUM_SEED = 0x2000;
    private static final long LARGE_DIR = 0x4000;

    /** By bit: what mke2fs calls each feature that a reader has to understand; null where the bit has no meaning. */
    private static final String[] INCOMPATIBLE_NAMES = {
        "compression",
        "filetype",
        "needs_recovery",
        "journal_dev",
        "meta_bg",
        null,
        "extents",
        "64bit",
        "mmp",
        "flex_bg",
        "ea_inode",
        null,
        "dirdata",
        "metadata_csum_seed",
        "large_dir",
        "inline_data",
        "encrypt",
        "casefold"
    };

    /** compression, journal_dev and dirdata: known by name only. */
    private static final long NOT_READ = 0x1 | 0x8 | 0x1000;

    boolean hasJournal() {
        return (compatible & HAS_JOURNAL) != 0;
    }

    boolean hasFastCommits() {
        return (compatible & FAST_COMMIT) != 0;
    }

    boolean hasDirectoryIndexes() {
        return (compatible & DIR_INDEX) != 0;
    }

    boolean hasSparseSuper2() {
        return (compatible & SPARSE_SUPER2) != 0;
    }

    boolean hasSparseSuper() {
        return (readOnlyCompatible & SPARSE_SUPER) != 0;
    }

    /** Space is taken in clusters of several blocks (bigalloc). */
    boolean hasClusters() {
        return (readOnlyCompatible & BIGALLOC) != 0;
    }

    /** Group descriptors alone have a checksum. */
    boolean hasDescriptorChecksums() {
        return (readOnlyCompatible & GDT_CSUM) != 0;
    }

    boolean hasMetadataChecksums() {
        return (readOnlyCompatible & METADATA_CSUM) != 0;
    }

    boolean hasFileTypes() {
        return (incompatible & FILETYPE) != 0;
    }

    boolean needsRecovery() {
        return (incompatible & RECOVER) != 0;
    }

    boolean hasMetaGroups() {
        return (incompatible & META_BG) != 0;
    }

    boolean is64Bit() {
        return (incompatible & WIDE) != 0;
    }

    boolean hasChecksumSeed() {
        return (incompatible & CSUM_SEED) != 0;
    }

    boolean hasLargeDirectories() {
        return (incompatible & LARGE_DIR) != 0;
    }

    /** What keeps the file system from being read. */
    List<String> notUnderstood() {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            long mask = 1L << bit;
            if ((incompatible & mask) == 0) {
                continue;
            }
            String name = bit < INCOMPATIBLE_NAMES.length ? INCOMPATIBLE_NAMES[bit] : null;
            if (name == null) {
                names.add("incompatible feature 0x" + Long.toHexString(mask));
            } else if ((NOT_READ & mask) != 0) {
                names.add(name);
            }
        }
        return names;
    }
}
