package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.layer.BlockMap;
import dev.gen2lift.disk.layer.BlockTable;
import dev.gen2lift.disk.layer.SectorBitmaps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The block allocation table (VHD 1.0, "Block Allocation Table and Data Blocks"): for each block the sector of its
 * bitmap, which its data follows.
 *
 * <p>In a differencing disk a clear bit stands for the parent's sector. In a dynamic disk bitmaps are not looked at:
 * what is stored is what a guest sees.
 */
final class VhdBlockAllocationTable implements BlockMap {

    static final int SECTOR = 512;

    private static final String NAME = "VHD block allocation table";
    private static final long ABSENT_ENTRY = 0xFFFFFFFFL;
    private static final int ENTRY = 4;

    private final ByteSource file;
    private final VhdDynamicHeader header;
    private final boolean differencing;
    private final int bitmapBytes;
    private final BlockTable table;
    private final SectorBitmaps bitmaps;
    private long blocksStored;

    private VhdBlockAllocationTable(ByteSource file, VhdDynamicHeader header, long blocks, boolean differencing) {
        this.file = file;
        this.header = header;
        this.differencing = differencing;
        this.bitmapBytes = bitmapBytes(header.blockSize());
        this.table = new BlockTable(file, header.tableOffset(), blocks, ENTRY, ByteOrder.BIG_ENDIAN, ABSENT_ENTRY);
        this.bitmaps = new SectorBitmaps(bitmapBytes, this::readBitmap);
    }

    /**
     * Reads the whole table once and checks that each block lies within the file and that none shares its bytes with
     * another one or with the headers.
     *
     * @param capacity bytes of the disk
     * @param headerAt where {@code header} lies in the file
     * @param dataEnd where the space for blocks ends in the file
     */
    static VhdBlockAllocationTable open(
            ByteSource file, VhdDynamicHeader header, long capacity, long headerAt, long dataEnd, boolean differencing)
            throws IOException {
        long blocks = (capacity + header.blockSize() - 1) / header.blockSize();
        if (blocks > header.tableEntries()) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    file,
                    header.tableOffset(),
                    "has " + header.tableEntries() + " entries but the disk needs " + blocks);
        }
        if (header.tableOffset() > file.size() - blocks * ENTRY) {
            throw bad(
                    BadImageException.Kind.TRUNCATED,
                    file,
                    header.tableOffset(),
                    "lies beyond the end of the file of " + file.size() + " bytes");
        }
        VhdBlockAllocationTable opened = new VhdBlockAllocationTable(file, header, blocks, differencing);
        opened.check(capacity, headerAt, dataEnd);
        return opened;
    }

    private void check(long capacity, long headerAt, long dataEnd) throws IOException {
        long stride = bitmapBytes + header.blockSize();
        // No file holds more blocks side by side than this; the one more that is found proves an overlap.
        StoredBlocks stored = new StoredBlocks(file.size() / stride + 2);
        table.scan((block, entry) -> {
            long start = entry * SECTOR;
            long covered = Math.min(header.blockSize(), capacity - block * header.blockSize());
            if (start + bitmapBytes + covered > dataEnd) {
                throw bad(
                        BadImageException.Kind.TRUNCATED,
                        file,
                        entryOffset(block),
                        "block " + block + " lies at " + start + ", beyond the end of the data at " + dataEnd);
            }
            if (start < VhdFooter.LENGTH
                    || overlap(start, stride, headerAt, VhdDynamicHeader.LENGTH)
                    || overlap(start, stride, header.tableOffset(), header.tableEntries() * ENTRY)) {
                throw bad(
                        BadImageException.Kind.CORRUPT,
                        file,
                        entryOffset(block),
                        "block " + block + " at " + start + " overlaps the headers");
            }
            if (!stored.add(entry)) {
                throw shared(entryOffset(block));
            }
            return false;
        });
        if (stored.overlapWithin(stride / SECTOR)) {
            throw shared(header.tableOffset());
        }
        blocksStored = stored.count();
    }

    private static boolean overlap(long start, long length, long otherStart, long otherLength) {
        return start < otherStart + otherLength && start + length > otherStart;
    }

    private BadImageException shared(long at) {
        return bad(BadImageException.Kind.CORRUPT, file, at, "two blocks share a range of the file");
    }

    private long entryOffset(long block) {
        return header.tableOffset() + block * ENTRY;
    }

    private static BadImageException bad(BadImageException.Kind kind, ByteSource file, long offset, String reason) {
        return new BadImageException(kind, file.name(), NAME, offset, reason);
    }

    /** Bytes of a block's bitmap: a bit a sector, in whole sectors. */
    static int bitmapBytes(long blockSize) {
        long bytes = Math.max(1, blockSize / SECTOR / Byte.SIZE);
        return (int) ((bytes + SECTOR - 1) / SECTOR * SECTOR);
    }

    long blocksStored() {
        return blocksStored;
    }

    @Override
    public long blockSize() {
        return header.blockSize();
    }

    @Override
    public int sectorSize() {
        return SECTOR;
    }

    @Override
    public long place(long block) throws IOException {
        long entry = table.get(block);
        if (entry == ABSENT_ENTRY) {
            return ABSENT;
        }
        long data = entry * SECTOR + bitmapBytes;
        return differencing ? BlockMap.partial(data) : BlockMap.full(data);
    }

    @Override
    public long countAlike(long block, long max) throws IOException {
        return table.countSame(block, max);
    }

    @Override
    public BitSet storedSectors(long block) throws IOException {
        return bitmaps.get(block);
    }

    private BitSet readBitmap(long block) throws IOException {
        byte[] bytes = new byte[bitmapBytes];
        file.read(table.get(block) * SECTOR, ByteBuffer.wrap(bytes));
        // The first sector is the highest bit of the first byte.
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
        }
        return BitSet.valueOf(bytes);
    }

    /** Where blocks begin, in sectors. */
    private static final class StoredBlocks {
        private final long max;
        private int[] sectors = new int[64];
        private int count;

        StoredBlocks(long max) {
            this.max = max;
        }

        boolean add(long sector) {
            if (count >= max) {
                return false;
            }
            if (count == sectors.length) {
                sectors = Arrays.copyOf(sectors, count * 2);
            }
            // Sorts as the unsigned number that it is.
            sectors[count++] = (int) sector ^ Integer.MIN_VALUE;
            return true;
        }

        /** Whether two of them are less than {@code stride} sectors apart; sorts them. */
        boolean overlapWithin(long stride) {
            Arrays.sort(sectors, 0, count);
            for (int i = 1; i < count; i++) {
                if ((long) sectors[i] - sectors[i - 1] < stride) {
                    return true;
                }
            }
            return false;
        }

        int count() {
            return count;
        }
    }
}
