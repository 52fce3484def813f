package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a superblock's features matters to a reader (XFS Algorithms and Data Structures, Superblocks).
 *
 * @param version 4 or 5
 * @param fileTypes whether directories tell what an entry is
 * @param caseFolded whether names that differ in the case of ASCII letters are the same
 * @param lazyCounters whether the superblock's counters are right after an unmount only
 */
record XfsFeatures(int version, boolean fileTypes, boolean caseFolded, boolean lazyCounters) {

    private static final int VERSION = 100;
    private static final int MORE = 200;
    private static final int INCOMPATIBLE = 216;

    private static final int DIRECTORY_2 = 0x2000;
    private static final int CASE_FOLDED = 0x4000;
    private static final int HAS_MORE = 0x8000;
    private static final long MORE_LAZY_COUNTERS = 0x2;
    private static final long MORE_FILE_TYPES = 0x200;
    private static final long INCOMPATIBLE_FILE_TYPES = 0x1;

    /** By bit: the names of features that a reader has to understand. */
    private static final String[] NAMES = {
        "ftype", "sparse inodes", "meta_uuid", "bigtime", "needsrepair", "nrext64", "exchange", "parent", "metadir"
    };

    /** needsrepair and metadir: known by name only. */
    private static final long NOT_READ = 0x10 | 0x100;

    /** @throws BadImageException UNSUPPORTED with the names of what is not understood */
    static XfsFeatures read(BinaryCursor block) throws BadImageException {
        int flags = block.at(VERSION).u16();
        int version = flags & 0xF;
        if (version != 4 && version != 5) {
            throw block.unsupported(VERSION, "version " + version);
        }
        long incompatible = version == 5 ? block.at(INCOMPATIBLE).u32() : 0;
        List<String> unknown = notUnderstood(incompatible);
        if (version == 4 && (flags & DIRECTORY_2) == 0) {
            unknown.add("directories of version 1");
        }
        if (!unknown.isEmpty()) {
            throw block.unsupported(INCOMPATIBLE, "uses what is not understood: " + String.join(", ", unknown));
        }
        long more = (flags & HAS_MORE) != 0 ? block.at(MORE).u32() : 0;
        return new XfsFeatures(
                version,
                version == 5 ? (incompatible & INCOMPATIBLE_FILE_TYPES) != 0 : (more & MORE_FILE_TYPES) != 0,
                (flags & CASE_FOLDED) != 0,
                version == 5 || (more & MORE_LAZY_COUNTERS) != 0);
    }

    private static List<String> notUnderstood(long incompatible) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            long mask = 1L << bit;
            if ((incompatible & mask) == 0) {
                continue;
            }
            if (bit >= NAMES.length) {
                names.add("incompatible feature 0x" + Long.toHexString(mask));
            } else if ((NOT_READ & mask) != 0) {
                names.add(NAMES[bit]);
            }
        }
        return names;
    }

    /** Whether structures have checksums, and headers that hold them. */
    boolean hasChecksums() {
        return version == 5;
    }

    /** Whether two names are the same. */
    boolean sameName(String one, String other) {
        return one.equals(other) || caseFolded && folded(one).equals(folded(other));
    }

    /** Without the case of ASCII letters; that of others counts. */
    private static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char letter = folded.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                folded.setCharAt(i, (char) (letter + ('a' - 'A')));
            }
        }
        return folded.toString();
    }
}
