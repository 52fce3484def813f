package dev.gen2lift.volume;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Moves a GPT's backup to the end of a larger disk, in an overlay: what {@code sgdisk -e} does to a disk. */
final class GptMove {

    /** A sector count that does not fit is written as this (UEFI table 5.4). */
    private static final long MAX_MBR_SECTORS = 0xFFFF_FFFFL;

    private final ByteSource disk;
    private final int sectorSize;
    private final GptHeader header;
    private final long newLastLba;
    private final long newEntriesLba;
    private final PageOverlay overlay;

    private GptMove(ByteSource disk, GptReader.Found found, long capacity, PageOverlay overlay) {
        this.disk = disk;
        this.sectorSize = found.sectorSize();
        this.header = found.copy().header();
        this.newLastLba = capacity / sectorSize - 1;
        this.newEntriesLba = newLastLba - header.arrayBlocks(sectorSize);
        this.overlay = overlay;
    }

    /**
     * Writes the changed sectors into {@code overlay}; a damaged primary copy stays as damaged as it is, so that the
     * backup serves as before.
     *
     * @return why nothing was changed, where a partition lies where the backup would have to go
     */
    static Optional<ImageWarning> plan(
            ByteSource disk, MasterBootRecord record, GptReader.Found found, long capacity, PageOverlay overlay)
            throws IOException {
        GptMove move = new GptMove(disk, found, capacity, overlay);
        for (GptEntry entry : found.copy().entries()) {
            if (Long.compareUnsigned(entry.lastLba(), move.newEntriesLba) >= 0) {
                return Optional.of(new ImageWarning(
                        GptFormat.BACKUP_HEADER,
                        move.newLastLba * move.sectorSize,
                        "partition " + entry.index() + " reaches into the new end, the table is left as it is"));
            }
        }
        move.writeBackup();
        if (!found.fromBackup()) {
            move.writeHeader(GptFormat.PRIMARY_LBA, move.newLastLba, move.header.entriesLba());
        }
        move.growProtectiveEntry(record);
        return Optional.empty();
    }

    private void writeBackup() throws IOException {
        ByteBuffer array = ByteBuffer.allocate(header.arraySize());
        disk.read(header.entriesLba() * sectorSize, array);
        overlay.put(newEntriesLba * sectorSize, array.flip());
        writeHeader(newLastLba, GptFormat.PRIMARY_LBA, newEntriesLba);
    }

    /** The header that was read, with what depends on its place and the disk's size replaced. */
    private void writeHeader(long lba, long alternateLba, long entriesLba) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(sectorSize).order(ByteOrder.LITTLE_ENDIAN);
        disk.read(header.lba() * sectorSize, block);
        block.putLong(GptFormat.MY_LBA, lba)
                .putLong(GptFormat.ALTERNATE_LBA, alternateLba)
                .putLong(GptFormat.LAST_USABLE_LBA, newEntriesLba - 1)
                .putLong(GptFormat.ENTRIES_LBA, entriesLba);
        block.putInt(GptFormat.HEADER_CRC, (int) GptHeader.crc(block, header.size()));
        overlay.put(lba * sectorSize, block.flip());
    }

    /** Lets the protecting entry cover the new disk, where it covered the old one. */
    private void growProtectiveEntry(MasterBootRecord record) throws IOException {
        long oldSectors = disk.size() / sectorSize;
        for (int i = 0; i < record.entries().size(); i++) {
            MasterBootRecord.Entry entry = record.entries().get(i);
            if (record.protective() && entry.protective() && entry.startSectors() + entry.sizeSectors() == oldSectors) {
                long size = Math.min(MAX_MBR_SECTORS, newLastLba + 1 - entry.startSectors());
                ByteBuffer fields =
                        ByteBuffer.allocate(MasterBootRecord.ENTRY_SIZE).order(ByteOrder.LITTLE_ENDIAN);
                long at = MasterBootRecord.ENTRIES + (long) i * MasterBootRecord.ENTRY_SIZE;
                disk.read(at, fields);
                // The end in cylinders, heads and sectors is FF FF FF where it cannot be represented, which readers
                // have to accept on every disk.
                fields.put(5, (byte) 0xFF)
                        .put(6, (byte) 0xFF)
                        .put(7, (byte) 0xFF)
                        .putInt(12, (int) size);
                overlay.put(at, fields.flip());
            }
        }
    }
}
