package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.util.Optional;

/** The superblock and its copies. */
final class ExtSuperblocks {

    private static final int MIN_LOG = 10;
    private static final int MAX_LOG = 16;

    private ExtSuperblocks() {}

    /**
     * The superblock where it is whole; else the first copy that is; else the superblock with a wrong checksum. What is
     * wrong becomes a finding.
     *
     * @throws BadImageException of the superblock, where neither it nor a copy can be used
     */
    static ExtGeometry choose(ByteSource volume, ExtFindings findings) throws IOException {
        ExtGeometry first;
        try {
            first = ExtGeometry.read(volume, ExtGeometry.OFFSET);
            if (!first.checksumWrong()) {
                return told(first, findings);
            }
            findings.add(ExtGeometry.STRUCTURE, ExtGeometry.OFFSET, "has a wrong checksum");
        } catch (BadImageException e) {
            Optional<ExtGeometry> copy = copy(volume);
            if (copy.isEmpty()) {
                throw e;
            }
            findings.add(
                    ExtGeometry.STRUCTURE,
                    e.offset(),
                    e.reason() + "; its copy at byte " + copy.get().offset() + " is used");
            return told(copy.get(), findings);
        }
        return told(copy(volume).orElse(first), findings);
    }

    /**
     * The copy in group 1 where it is intact: at the block that a group of one bitmap's length ends with, which depends
     * on the block size.
     */
    static Optional<ExtGeometry> copy(ByteSource volume) throws IOException {
        for (int log = MIN_LOG; log <= MAX_LOG; log++) {
            long blockSize = 1L << log;
            long offset = (blockSize * Byte.SIZE + (log == MIN_LOG ? 1 : 0)) * blockSize;
            if (offset > volume.size() - ExtGeometry.SIZE) {
                continue;
            }
            try {
                ExtGeometry copy = ExtGeometry.read(volume, offset);
                if (copy.blockSize() == blockSize && !copy.checksumWrong() && copy.isCopy()) {
                    return Optional.of(copy);
                }
            } catch (BadImageException e) {
                // Not here, or as damaged: the next place.
            }
        }
        return Optional.empty();
    }

    private static ExtGeometry told(ExtGeometry geometry, ExtFindings findings) {
        if ((geometry.state() & ExtGeometry.STATE_ERRORS) != 0) {
            findings.add("ext state", geometry.offset(), "errors were seen when it was used last, it needs a check");
        }
        boolean clean = (geometry.state() & ExtGeometry.STATE_CLEAN) != 0;
        if (!clean && !geometry.features().needsRecovery() && geometry.offset() == ExtGeometry.OFFSET) {
            findings.add(
                    "ext mount", geometry.offset(), "was not unmounted, and has no journal to tell what is missing");
        }
        return geometry;
    }
}
