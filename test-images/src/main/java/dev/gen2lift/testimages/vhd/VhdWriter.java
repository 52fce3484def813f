package dev.gen2lift.testimages.vhd;

import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.OwnSectors;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.vhd.VhdBuilder.Part;
import dev.gen2lift.testimages.vhd.VhdBuilder.SectorBits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Lays a file out and writes it: footer copy, dynamic header, BAT, parent locators, blocks, footer. */
final class VhdWriter {

    private static final int SECTOR = 512;
    private static final int DYNAMIC_HEADER = 1024;
    private static final int DYNAMIC_HEADER_CHECKSUM_AT = 36;
    private static final int LOCATORS_AT = 576;
    private static final int MAX_LOCATORS = 8;
    private static final int PARENT_NAME = 512;
    private static final int PIECE = 64 << 10;
    private static final long BAT_OFFSET = SECTOR + DYNAMIC_HEADER;
    private static final int ABSENT = -1;
    private static final byte JUNK = (byte) 0xEE;

    private final VhdBuilder disk;
    private final SparseFile out;
    private long end;

    VhdWriter(VhdBuilder disk, SparseFile out) {
        this.disk = disk;
        this.out = out;
    }

    VhdLayout write() throws IOException {
        boolean fixed = disk.type == VhdBuilder.Type.FIXED;
        if (fixed) {
            out.write(0, disk.content, 0, disk.content.size());
            out.extendTo(disk.content.size());
            end = disk.content.size();
        } else {
            writeDynamic();
        }
        long footerAt = end;
        if (!disk.omitted.contains(Part.FOOTER)) {
            out.write(footerAt, footer(Part.FOOTER));
        }
        if (disk.shortFooter) {
            out.cutTo(footerAt + SECTOR - 1);
        }
        return new VhdLayout(fixed ? -1 : SECTOR, fixed ? -1 : BAT_OFFSET, footerAt, out.size(), disk.id);
    }

    private ByteBuffer footer(Part part) {
        VhdFooter footer = new VhdFooter(
                disk.type == VhdBuilder.Type.FIXED ? VhdFooter.NO_OFFSET : SECTOR,
                disk.timestamp,
                disk.creator,
                disk.creatorVersion,
                disk.hostSystem,
                disk.originalSize.orElse(disk.content.size()),
                disk.currentSize.orElse(disk.content.size()),
                disk.geometry != null ? disk.geometry : VhdGeometry.of(disk.content.size()),
                disk.type.value,
                disk.id);
        return disk.alterations.apply(
                part, footer.toBytes(), bytes -> VhdFooter.checksum(bytes, VhdFooter.CHECKSUM_AT));
    }

    private void writeDynamic() throws IOException {
        int blocks = (int) ((disk.content.size() + disk.blockSize - 1) / disk.blockSize);
        int entries = disk.tableEntries.orElse(blocks);
        int[] bat = new int[Math.max(entries, blocks)];
        Arrays.fill(bat, ABSENT);
        end = BAT_OFFSET + (bat.length * 4L + SECTOR - 1) / SECTOR * SECTOR;
        if (!disk.omitted.contains(Part.FOOTER_COPY)) {
            out.write(0, footer(Part.FOOTER_COPY));
        }
        ByteBuffer header = header(entries);
        if (!disk.omitted.contains(Part.DYNAMIC_HEADER)) {
            out.write(SECTOR, header);
        }
        for (int block : order()) {
            writeBlock(bat, block);
        }
        disk.batChanges.forEach(change -> change.accept(bat));
        // Unused room at the table's end is filled with absent entries, as Windows does.
        ByteBuffer table = ByteBuffer.allocate((bat.length * 4 + SECTOR - 1) / SECTOR * SECTOR);
        for (int entry : bat) {
            table.putInt(entry);
        }
        while (table.hasRemaining()) {
            table.putInt(ABSENT);
        }
        out.write(BAT_OFFSET, table.rewind());
        out.extendTo(end);
    }

    /** The dynamic header, and the texts of the parent locators after the table. */
    private ByteBuffer header(int entries) throws IOException {
        boolean child = disk.type == VhdBuilder.Type.DIFFERENCING;
        ByteBuffer header = ByteBuffer.allocate(DYNAMIC_HEADER)
                .put("cxsparse".getBytes(StandardCharsets.US_ASCII))
                .putLong(VhdFooter.NO_OFFSET)
                .putLong(BAT_OFFSET)
                .putInt(0x00010000)
                .putInt(entries)
                .putInt(disk.blockSize)
                .putInt(0)
                .put(Guid.bigEndian(disk.parentId))
                .putInt(child ? disk.parentTimestamp : 0)
                .putInt(0)
                .put(Arrays.copyOf(disk.parentName.getBytes(StandardCharsets.UTF_16BE), PARENT_NAME));
        if (disk.locators.size() > MAX_LOCATORS) {
            throw new IllegalArgumentException(disk.locators.size() + " parent locators");
        }
        header.position(LOCATORS_AT);
        for (VhdParentLocator locator : disk.locators) {
            byte[] text = locator.text();
            header.put(VhdFooter.four(locator.code()))
                    .putInt(locator.spaceInSectors() ? locator.space() / SECTOR : locator.space())
                    .putInt(text.length)
                    .putInt(0)
                    .putLong(end);
            out.write(end, text);
            end += locator.space();
        }
        return disk.alterations.apply(
                Part.DYNAMIC_HEADER, header.rewind(), bytes -> VhdFooter.checksum(bytes, DYNAMIC_HEADER_CHECKSUM_AT));
    }

    private List<Integer> order() {
        List<Integer> blocks = new ArrayList<>();
        long at = OwnSectors.nextData(disk.content, disk.parent, 0);
        while (at < disk.content.size()) {
            int block = (int) (at / disk.blockSize);
            blocks.add(block);
            at = OwnSectors.nextData(disk.content, disk.parent, (block + 1L) * disk.blockSize);
        }
        if (disk.shuffle.isPresent()) {
            new PseudoRandom(disk.shuffle.getAsLong()).shuffle(blocks);
        }
        return blocks;
    }

    private void writeBlock(int[] bat, int block) throws IOException {
        long start = (long) block * disk.blockSize;
        long covered = Math.min(disk.blockSize, disk.content.size() - start);
        BitSet own = OwnSectors.of(disk.content, disk.parent, start, disk.blockSize, SECTOR);
        if (own.isEmpty()) {
            return;
        }
        int bitmap = (disk.blockSize / SECTOR / 8 + SECTOR - 1) / SECTOR * SECTOR;
        bat[block] = (int) (end / SECTOR);
        out.write(end, Arrays.copyOf(bits(own), bitmap));
        long data = end + bitmap;
        if (disk.type == VhdBuilder.Type.DIFFERENCING) {
            out.fill(data, disk.blockSize, JUNK);
            writeOwnSectors(own, data, start, covered);
        } else {
            out.write(data, disk.content, start, covered);
        }
        end = data + disk.blockSize;
    }

    private void writeOwnSectors(BitSet own, long data, long start, long covered) throws IOException {
        for (int from = own.nextSetBit(0); from >= 0; from = own.nextSetBit(own.nextClearBit(from))) {
            long at = (long) from * SECTOR;
            long length = Math.min(covered, (long) own.nextClearBit(from) * SECTOR) - at;
            for (long done = 0; done < length; done += PIECE) {
                int count = (int) Math.min(PIECE, length - done);
                out.write(data + at + done, disk.content.bytes(start + at + done, count));
            }
        }
    }

    /** One bit a sector, most significant first. */
    private byte[] bits(BitSet own) {
        int sectors = disk.blockSize / SECTOR;
        byte[] bits = new byte[(sectors + 7) / 8];
        boolean all = disk.type == VhdBuilder.Type.DYNAMIC && disk.sectorBits == SectorBits.ALL_SET;
        boolean none = disk.type == VhdBuilder.Type.DYNAMIC && disk.sectorBits == SectorBits.ALL_CLEAR;
        for (int sector = 0; sector < sectors; sector++) {
            if (!none && (all || own.get(sector))) {
                bits[sector / 8] |= (byte) (0x80 >> (sector % 8));
            }
        }
        return bits;
    }
}
