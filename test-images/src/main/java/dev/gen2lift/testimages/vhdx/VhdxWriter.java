package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.vhdx.VhdxBuilder.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Lays a file out and writes it: headers and region tables in the first MiB, then log, metadata, BAT, and payload with
 * its sector bitmaps.
 */
final class VhdxWriter {

    private static final byte JUNK = (byte) 0xEE;

    /** A number within the stale page that a pending log clears: an entry that leads to the file's beginning. */
    private static final long STALE_ENTRY = VhdxFormat.MIB | BlockState.FULLY_PRESENT.value();

    private final VhdxBuilder disk;
    private final SparseFile out;
    private final Bat bat;
    private final long metadataOffset;
    private final long batOffset;
    private final Map<Long, Long> bitmapOffsets = new HashMap<>();
    private long end;

    VhdxWriter(VhdxBuilder disk, SparseFile out) {
        this.disk = disk;
        this.out = out;
        long blocks = (disk.content.size() + disk.blockSize - 1) / disk.blockSize;
        long chunkRatio = VhdxFormat.SECTORS_PER_CHUNK * disk.logicalSector / disk.blockSize;
        this.bat = new Bat(blocks, chunkRatio, disk.parent != null);
        this.metadataOffset = VhdxFormat.MIB + (long) disk.logLength;
        this.batOffset = metadataOffset + MetadataItem.REGION_LENGTH;
        this.end = batOffset + bat.table().size();
    }

    VhdxLayout write() throws IOException {
        out.write(metadataOffset, disk.alterations.apply(Part.METADATA, metadata(), bytes -> {}));
        writePayload();
        disk.batChanges.forEach(change -> change.accept(bat));
        UUID logId = disk.pendingLog == null ? Guid.NONE : Guid.named("log");
        out.extendTo(end);
        writeBatAndLog(logId);
        writeFirstMebibyte(logId);
        return new VhdxLayout(
                VhdxFormat.MIB,
                disk.logLength,
                metadataOffset,
                batOffset,
                bat,
                out.size(),
                disk.effectiveDataWriteId());
    }

    private ByteBuffer metadata() {
        int required = MetadataItem.REQUIRED;
        int ofDisk = MetadataItem.REQUIRED | MetadataItem.VIRTUAL_DISK;
        int flags = (disk.fixed ? 1 : 0) | (disk.parent != null ? 2 : 0);
        byte[] parameters = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(disk.blockSize)
                .putInt(flags)
                .array();
        List<MetadataItem> items = new ArrayList<>(List.of(
                new MetadataItem(VhdxFormat.FILE_PARAMETERS, required, parameters),
                MetadataItem.ofLong(VhdxFormat.VIRTUAL_DISK_SIZE, ofDisk, disk.content.size()),
                new MetadataItem(VhdxFormat.VIRTUAL_DISK_ID, ofDisk, Guid.mixedEndian(disk.diskId)),
                MetadataItem.ofInt(VhdxFormat.LOGICAL_SECTOR_SIZE, ofDisk, disk.logicalSector),
                MetadataItem.ofInt(VhdxFormat.PHYSICAL_SECTOR_SIZE, ofDisk, disk.physicalSector)));
        if (disk.parent != null) {
            items.add(new MetadataItem(VhdxFormat.PARENT_LOCATOR, required, disk.locator.toBytes()));
        }
        items.removeIf(item -> disk.withoutMetadata.contains(item.id()));
        items.addAll(disk.extraMetadata);
        return MetadataItem.region(items);
    }

    private void writePayload() throws IOException {
        List<BlockPlan> stored = new ArrayList<>();
        for (BlockPlan plan : BlockPlan.of(disk)) {
            if (plan.takesSpace()) {
                stored.add(plan);
            } else {
                bat.set(bat.payloadIndex(plan.block()), plan.state().value());
            }
        }
        if (disk.shuffle.isPresent()) {
            new PseudoRandom(disk.shuffle.getAsLong()).shuffle(stored);
        }
        if (disk.shortLastBlock) {
            // What lies behind a short block would lose its alignment.
            stored.sort(Comparator.comparing(this::isLast));
        }
        for (BlockPlan plan : stored) {
            writeBlock(plan);
        }
    }

    private void writeBlock(BlockPlan plan) throws IOException {
        long start = plan.block() * disk.blockSize;
        long covered = Math.min(disk.blockSize, disk.content.size() - start);
        if (plan.state() == BlockState.PARTIALLY_PRESENT && disk.parent != null) {
            markOwnSectors(plan);
        }
        long offset = end;
        bat.set(bat.payloadIndex(plan.block()), offset | plan.state().value());
        if (plan.junk()) {
            out.fill(offset, disk.blockSize, JUNK);
        } else if (plan.state() == BlockState.PARTIALLY_PRESENT) {
            writeOwnSectors(plan, offset, start, covered);
        } else {
            out.write(offset, disk.content, start, covered);
        }
        end += disk.shortLastBlock && isLast(plan) ? covered : disk.blockSize;
    }

    private boolean isLast(BlockPlan plan) {
        return (plan.block() + 1) * disk.blockSize >= disk.content.size();
    }

    private void writeOwnSectors(BlockPlan plan, long offset, long start, long covered) throws IOException {
        out.fill(offset, disk.blockSize, JUNK);
        int sector = disk.logicalSector;
        BitSet own = plan.ownSectors();
        for (int from = own.nextSetBit(0); from >= 0; from = own.nextSetBit(own.nextClearBit(from))) {
            long at = (long) from * sector;
            long length = Math.min(covered, (long) own.nextClearBit(from) * sector) - at;
            for (long done = 0; done < length; done += VhdxFormat.KIB_64) {
                int count = (int) Math.min(VhdxFormat.KIB_64, length - done);
                out.write(offset + at + done, disk.content.bytes(start + at + done, count));
            }
        }
    }

    /** Sets the block's bits in its chunk's sector bitmap block, least significant first (2.5.1.2). */
    private void markOwnSectors(BlockPlan plan) throws IOException {
        long chunk = plan.block() / bat.chunkRatio();
        Long bitmap = bitmapOffsets.get(chunk);
        if (bitmap == null) {
            bitmap = end;
            end += VhdxFormat.MIB;
            bitmapOffsets.put(chunk, bitmap);
            bat.set(bat.bitmapIndex(chunk), bitmap | BlockState.FULLY_PRESENT.value());
        }
        int sectors = disk.blockSize / disk.logicalSector;
        // Blocks have at least 256 sectors, so a block's bits are whole bytes.
        byte[] bits = Arrays.copyOf(plan.ownSectors().toByteArray(), sectors / Byte.SIZE);
        out.write(bitmap + plan.block() % bat.chunkRatio() * bits.length, bits);
    }

    private void writeBatAndLog(UUID logId) throws IOException {
        ByteBuffer log = ByteBuffer.allocate(disk.logLength).order(ByteOrder.LITTLE_ENDIAN);
        if (disk.pendingLog == null) {
            out.write(batOffset, bat.table(), 0, bat.table().size());
        } else {
            List<LogEntry.Update> updates = new ArrayList<>(batUpdates());
            long last = out.size();
            long flushed = last - (long) disk.pendingLog.heldPages() * VhdxFormat.KIB_4;
            if (flushed < batOffset + bat.table().size()) {
                throw new IllegalArgumentException("the file's last pages, held in the log, are not payload");
            }
            for (long at = flushed; at < last; at += VhdxFormat.KIB_4) {
                updates.add(update(at, out.read(at, VhdxFormat.KIB_4)));
            }
            out.cutTo(flushed);
            log.put(disk.pendingLog.toBytes(disk.logLength, logId, updates, flushed, last));
        }
        out.write(VhdxFormat.MIB, disk.alterations.apply(Part.LOG, log.rewind(), bytes -> {}));
    }

    /** What brings the BAT into its place; one page of it that ends as zeros begins as garbage. */
    private List<LogEntry.Update> batUpdates() throws IOException {
        SparseContent table = bat.table();
        List<LogEntry.Update> updates = new ArrayList<>();
        boolean garbage = false;
        long used = bat.entries() * Long.BYTES;
        for (long page = 0; page < used; page += VhdxFormat.KIB_4) {
            byte[] bytes = table.bytes(page, VhdxFormat.KIB_4);
            if (!zero(bytes)) {
                updates.add(update(batOffset + page, bytes));
            } else if (!garbage) {
                garbage = true;
                ByteBuffer old = ByteBuffer.allocate(VhdxFormat.KIB_4).order(ByteOrder.LITTLE_ENDIAN);
                out.write(batOffset + page, old.putLong(STALE_ENTRY).rewind());
                updates.add(update(batOffset + page, bytes));
            }
        }
        return updates;
    }

    private static LogEntry.Update update(long offset, byte[] page) {
        return zero(page) ? new LogEntry.Zero(offset, page.length) : new LogEntry.Data(offset, page);
    }

    private static boolean zero(byte[] page) {
        return Arrays.equals(page, new byte[page.length]);
    }

    private void writeFirstMebibyte(UUID logId) throws IOException {
        ByteBuffer identifier = ByteBuffer.allocate(VhdxFormat.KIB_64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("vhdxfile".getBytes(StandardCharsets.US_ASCII))
                .put(Arrays.copyOf(disk.creator.getBytes(StandardCharsets.UTF_16LE), 512))
                .rewind();
        out.write(0, disk.alterations.apply(Part.FILE_IDENTIFIER, identifier, bytes -> {}));
        writeHeader(Part.HEADER_1, VhdxFormat.HEADER_1_OFFSET, 1, logId);
        writeHeader(Part.HEADER_2, VhdxFormat.HEADER_2_OFFSET, 2, logId);
        List<Region> regions = new ArrayList<>(List.of(
                new Region(VhdxFormat.BAT_REGION, batOffset, (int) bat.table().size(), true),
                new Region(VhdxFormat.METADATA_REGION, metadataOffset, MetadataItem.REGION_LENGTH, true)));
        regions.addAll(disk.extraRegions);
        writeTable(Part.REGION_TABLE_1, VhdxFormat.REGION_TABLE_1_OFFSET, regions);
        writeTable(Part.REGION_TABLE_2, VhdxFormat.REGION_TABLE_2_OFFSET, regions);
    }

    private void writeHeader(Part part, long offset, long sequence, UUID logId) throws IOException {
        VhdxHeader header = new VhdxHeader(
                sequence, disk.fileWriteId, disk.effectiveDataWriteId(), logId, disk.logLength, VhdxFormat.MIB);
        out.write(offset, disk.alterations.apply(part, header.toBytes(), VhdxFormat::checksum));
    }

    private void writeTable(Part part, long offset, List<Region> regions) throws IOException {
        out.write(offset, disk.alterations.apply(part, Region.table(regions), VhdxFormat::checksum));
    }
}
