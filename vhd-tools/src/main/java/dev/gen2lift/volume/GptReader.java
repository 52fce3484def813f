package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a GUID partition table by the order of UEFI 5.3.2: the primary copy, else the backup at the disk's last block
 * or, on a disk that has grown since, where the primary header says.
 */
final class GptReader {

    /** Most of the disk's beginning that is looked at when telling a lost table from a bare file system. */
    private static final int MAX_FRONT = 64 * 1024;

    private final ByteSource disk;
    private final int sectorSize;
    private final long lastLba;
    private final List<BadImageException> problems = new ArrayList<>();

    GptReader(ByteSource disk, int sectorSize) {
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.lastLba = disk.size() / sectorSize - 1;
    }

    /**
     * A usable table.
     *
     * @param fromBackup whether the primary copy is damaged
     * @param sectorSize bytes of a block, by which the table was found
     */
    record Found(GptCopy copy, boolean fromBackup, int sectorSize) {}

    /**
     * The table, if either copy is intact; why one is not can then be asked of {@link #problems}.
     *
     * @param announced whether a protective MBR says that there is one. Where neither that nor a primary header is left,
     *     a backup counts only if the disk's beginning was wiped, not if something else lives there now.
     */
    Optional<Found> find(boolean announced) throws IOException {
        Optional<GptCopy> primary = attempt(() -> GptCopy.readPrimary(disk, sectorSize));
        if (primary.isPresent()) {
            return Optional.of(new Found(primary.get(), false, sectorSize));
        }
        for (long lba : backupBlocks()) {
            Optional<GptCopy> backup = attempt(() -> GptCopy.readBackup(disk, lba, sectorSize));
            if (backup.isPresent() && (announced || hasPrimarySignature() || isFrontZero(backup.get()))) {
                return Optional.of(new Found(backup.get(), true, sectorSize));
            }
        }
        return Optional.empty();
    }

    /** What was wrong with each copy that could not be used. */
    List<BadImageException> problems() {
        return List.copyOf(problems);
    }

    /** Whether a primary header at least begins. */
    boolean hasPrimarySignature() throws IOException {
        return primaryBlock().map(GptReader::isSigned).orElse(false);
    }

    /** Checks the backup of an intact primary copy, which nothing but a later repair would read. */
    void checkBackup(GptCopy primary, TableWarnings warnings) throws IOException {
        long alternate = primary.header().alternateLba();
        long at = sectorSize + (long) GptFormat.ALTERNATE_LBA;
        if (Long.compareUnsigned(alternate, lastLba) > 0) {
            warnings.add(
                    GptFormat.BACKUP_HEADER,
                    at,
                    "is at block " + Long.toUnsignedString(alternate) + ", beyond the disk's last block " + lastLba);
            return;
        }
        if (alternate != lastLba) {
            warnings.add(
                    GptFormat.BACKUP_HEADER,
                    at,
                    "is at block " + alternate + ", not at the disk's last block " + lastLba);
        }
        try {
            GptCopy backup = GptCopy.readBackup(disk, alternate, sectorSize);
            if (backup.header().entriesCrc() != primary.header().entriesCrc()
                    || !backup.header().diskId().equals(primary.header().diskId())) {
                warnings.add(GptFormat.BACKUP_HEADER, alternate * sectorSize, "describes other partitions");
            }
        } catch (BadImageException e) {
            warnings.add(e);
        }
    }

    /** Whether everything in front of the table's first usable block is zero. */
    private boolean isFrontZero(GptCopy copy) throws IOException {
        long front = Math.min(copy.header().firstUsableLba(), MAX_FRONT / sectorSize) * sectorSize;
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(front, disk.size()));
        disk.read(0, bytes);
        bytes.flip();
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private Set<Long> backupBlocks() throws IOException {
        Set<Long> blocks = new LinkedHashSet<>();
        if (lastLba > GptFormat.PRIMARY_LBA) {
            blocks.add(lastLba);
        }
        // A damaged header is only a hint; the backup has a checksum of its own.
        primaryBlock()
                .filter(GptReader::isSigned)
                .map(block -> block.getLong(GptFormat.ALTERNATE_LBA))
                .filter(lba -> lba > GptFormat.PRIMARY_LBA && lba <= lastLba)
                .ifPresent(blocks::add);
        return blocks;
    }

    private Optional<ByteBuffer> primaryBlock() throws IOException {
        if (lastLba < GptFormat.PRIMARY_LBA) {
            return Optional.empty();
        }
        ByteBuffer block = ByteBuffer.allocate(sectorSize).order(ByteOrder.LITTLE_ENDIAN);
        disk.read(sectorSize, block);
        return Optional.of(block.flip());
    }

    private static boolean isSigned(ByteBuffer block) {
        return block.slice(0, GptFormat.SIGNATURE.length).equals(ByteBuffer.wrap(GptFormat.SIGNATURE));
    }

    private Optional<GptCopy> attempt(Reading reading) throws IOException {
        try {
            return Optional.of(reading.read());
        } catch (BadImageException e) {
            problems.add(e);
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Reading {
        GptCopy read() throws IOException;
    }
}
