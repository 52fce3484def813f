package dev.gen2lift.testimages.partition;

import dev.gen2lift.testimages.Alterations;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A disk with a GUID partition table (UEFI 2.10, 5.3): protective MBR, primary table, partitions, backup table at the
 * disk's end.
 */
public final class GptBuilder {

    /** The structures that {@link #vary}, {@link #damage} and {@link #omit} reach. */
    public enum Part {
        PROTECTIVE_MBR,
        PRIMARY_HEADER,
        /** Varied entries are covered by the headers' checksums; damaged ones are not. */
        PRIMARY_ENTRIES,
        BACKUP_HEADER,
        BACKUP_ENTRIES
    }

    private static final int HEADER_LENGTH = 92;
    private static final int NAME_LENGTH = 72;

    private record Placed(GptPartition partition, Content content) {}

    private final long size;
    private final List<Placed> partitions = new ArrayList<>();
    private final List<Part> omitted = new ArrayList<>();
    private final Alterations<Part> alterations = new Alterations<>(Part.class);
    private int sectorSize = 512;
    private int entryCount = 128;
    private int entrySize = 128;
    private UUID diskId = Guid.named("gpt disk");

    /** A disk of {@code size} bytes. */
    public GptBuilder(long size) {
        this.size = size;
    }

    /** Bytes. */
    public GptBuilder sectorSize(int bytes) {
        this.sectorSize = bytes;
        return this;
    }

    public GptBuilder diskId(UUID id) {
        this.diskId = id;
        return this;
    }

    /** Entries in the table and the bytes of each; 128 of 128 are usual. */
    public GptBuilder entries(int count, int bytes) {
        this.entryCount = count;
        this.entrySize = bytes;
        return this;
    }

    public GptBuilder partition(GptPartition partition, Content content) {
        partitions.add(new Placed(partition, content));
        return this;
    }

    /** Changes a structure (little endian, from its first byte) before the checksums are computed. */
    public GptBuilder vary(Part part, Consumer<ByteBuffer> change) {
        alterations.vary(part, change);
        return this;
    }

    /** Changes a structure after the checksums were computed. */
    public GptBuilder damage(Part part, Consumer<ByteBuffer> change) {
        alterations.damage(part, change);
        return this;
    }

    /** Leaves zeros in a structure's place. */
    public GptBuilder omit(Part part) {
        omitted.add(part);
        return this;
    }

    public SparseContent build() {
        SparseContent disk = new SparseContent(size);
        for (Placed placed : partitions) {
            disk.write(placed.partition.offset(), placed.content);
        }
        long sectors = size / sectorSize;
        int entryBytes = entryCount * entrySize;
        long entrySectors = (entryBytes + sectorSize - 1L) / sectorSize;
        long backupEntries = sectors - 1 - entrySectors;
        write(disk, Part.PROTECTIVE_MBR, 0, protectiveMbr(sectors), bytes -> {});
        writeTable(disk, Part.PRIMARY_HEADER, Part.PRIMARY_ENTRIES, 1, sectors - 1, 2, 2 + entrySectors, backupEntries);
        writeTable(
                disk,
                Part.BACKUP_HEADER,
                Part.BACKUP_ENTRIES,
                sectors - 1,
                1,
                backupEntries,
                2 + entrySectors,
                backupEntries);
        return disk;
    }

    /** One header and its entries; all positions in sectors. */
    private void writeTable(
            SparseContent disk,
            Part headerPart,
            Part entriesPart,
            long at,
            long other,
            long entriesAt,
            long firstUsable,
            long afterUsable) {
        CRC32 crc = new CRC32();
        write(disk, entriesPart, entriesAt * sectorSize, entries(), bytes -> crc.update(bytes.rewind()));
        ByteBuffer header = little(HEADER_LENGTH)
                .put("EFI PART".getBytes(StandardCharsets.US_ASCII))
                .putInt(0x00010000)
                .putInt(HEADER_LENGTH)
                .putInt(0) // checksum
                .putInt(0)
                .putLong(at)
                .putLong(other)
                .putLong(firstUsable)
                .putLong(afterUsable - 1)
                .put(Guid.mixedEndian(diskId))
                .putLong(entriesAt)
                .putInt(entryCount)
                .putInt(entrySize)
                .putInt((int) crc.getValue());
        write(disk, headerPart, at * sectorSize, header, GptBuilder::headerChecksum);
    }

    private void write(SparseContent disk, Part part, long offset, ByteBuffer bytes, Consumer<ByteBuffer> checksum) {
        ByteBuffer altered = alterations.apply(part, bytes, checksum);
        if (!omitted.contains(part)) {
            disk.write(offset, altered);
        }
    }

    private static void headerChecksum(ByteBuffer header) {
        header.putInt(16, 0);
        CRC32 crc = new CRC32();
        crc.update(header.rewind());
        header.putInt(16, (int) crc.getValue());
    }

    private ByteBuffer entries() {
        ByteBuffer entries = little(entryCount * entrySize);
        for (int i = 0; i < partitions.size(); i++) {
            GptPartition partition = partitions.get(i).partition;
            byte[] name = Arrays.copyOf(partition.name().getBytes(StandardCharsets.UTF_16LE), NAME_LENGTH);
            entries.position(i * entrySize)
                    .put(Guid.mixedEndian(partition.type()))
                    .put(Guid.mixedEndian(partition.id()))
                    .putLong(partition.offset() / sectorSize)
                    .putLong((partition.offset() + partition.length()) / sectorSize - 1)
                    .putLong(partition.attributes())
                    .put(name);
        }
        return entries.rewind();
    }

    /** One partition of type EE over the whole disk, as far as 32 bits reach (UEFI 2.10, 5.2.3). */
    private static ByteBuffer protectiveMbr(long sectors) {
        return little(512)
                .position(446)
                .put((byte) 0)
                .put(new byte[] {0, 2, 0})
                .put((byte) 0xEE)
                .put(new byte[] {-1, -1, -1})
                .putInt(1)
                .putInt((int) Math.min(sectors - 1, 0xFFFFFFFFL))
                .putShort(510, (short) 0xAA55)
                .rewind();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
