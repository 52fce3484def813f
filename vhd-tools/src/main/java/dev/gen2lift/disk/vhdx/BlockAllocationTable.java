package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.layer.BlockMap;
import dev.gen2lift.disk.layer.BlockTable;
import dev.gen2lift.disk.layer.SectorBitmaps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;

/**
 * The block allocation table (MS-VHDX 2.5). Entries of payload blocks stand in groups of a chunk; behind each group
 * stands the entry of the chunk's sector bitmap block.
 */
final class BlockAllocationTable implements BlockMap {

    static final String NAME = "VHDX block allocation table";

    private static final String BITMAP_NAME = "VHDX sector bitmap";
    private static final int ENTRY = 8;
    private static final long SECTORS_PER_CHUNK = 1 << 23;

    /** Bits 20 to 63 of an entry: an offset in MiB, which is the offset in bytes where they stand. */
    private static final long OFFSET_MASK = -(1L << 20);

    private final ByteSource file;
    private final Region region;
    private final VhdxMetadata metadata;
    private final long blocks;
    private final BlockTable table;
    private final SectorBitmaps bitmaps;
    private long blocksStored;

    private BlockAllocationTable(ByteSource file, Region region, VhdxMetadata metadata) {
        this.file = file;
        this.region = region;
        this.metadata = metadata;
        this.blocks = (metadata.diskSize() + metadata.blockSize() - 1) / metadata.blockSize();
        this.table = new BlockTable(file, region.offset(), entries(), ENTRY, ByteOrder.LITTLE_ENDIAN, 0);
        this.bitmaps = new SectorBitmaps((int) bitmapBytes(), this::readBitmap);
    }

    /**
     * Reads the whole table once and checks each entry: its state, that its block lies within the file, and that it
     * shares no bytes with another block or structure.
     *
     * @param file with a pending log applied
     * @param claimed what other structures lie at
     * @param warnings receives what is wrong but can be read
     */
    static BlockAllocationTable open(
            ByteSource file, Region region, VhdxMetadata metadata, ClaimedSpace claimed, List<ImageWarning> warnings)
            throws IOException {
        BlockAllocationTable opened = new BlockAllocationTable(file, region, metadata);
        long entries = opened.entries();
        if (entries > region.length() / ENTRY) {
            throw opened.bad(
                    BadImageException.Kind.CORRUPT,
                    region.offset(),
                    "has room for " + region.length() / ENTRY + " entries but the disk needs " + entries);
        }
        new Check(opened, claimed, warnings).run();
        return opened;
    }

    /** How many blocks' payload one sector bitmap block describes; a power of two, 16 or more. */
    private long chunkRatio() {
        return SECTORS_PER_CHUNK * metadata.logicalSectorSize() / metadata.blockSize();
    }

    private long entries() {
        long ratio = chunkRatio();
        return metadata.hasParent() ? (blocks + ratio - 1) / ratio * (ratio + 1) : blocks + (blocks - 1) / ratio;
    }

    private long payloadIndex(long block) {
        return block + block / chunkRatio();
    }

    private long bitmapIndex(long chunk) {
        return (chunk + 1) * chunkRatio() + chunk;
    }

    /** Bytes of the disk that a block holds; the last one may hold less than a block. */
    private long covered(long block) {
        return Math.min(metadata.blockSize(), metadata.diskSize() - block * metadata.blockSize());
    }

    private static long offset(long entry) {
        return entry & OFFSET_MASK;
    }

    long blocksStored() {
        return blocksStored;
    }

    @Override
    public long blockSize() {
        return metadata.blockSize();
    }

    @Override
    public int sectorSize() {
        return metadata.logicalSectorSize();
    }

    @Override
    public long place(long block) throws IOException {
        long entry = table.get(payloadIndex(block));
        return switch (PayloadState.of(entry)) {
            case PayloadState.FULLY_PRESENT -> BlockMap.full(offset(entry));
            case PayloadState.PARTIALLY_PRESENT ->
                metadata.hasParent() ? BlockMap.partial(offset(entry)) : BlockMap.full(offset(entry));
            case PayloadState.NOT_PRESENT -> ABSENT;
            default -> ZERO;
        };
    }

    @Override
    public long countAlike(long block, long max) throws IOException {
        long entry = table.get(payloadIndex(block));
        long counted = 0;
        do {
            long at = block + counted;
            long inChunk = Math.min(max - counted, chunkRatio() - at % chunkRatio());
            long same = table.countSame(payloadIndex(at), inChunk);
            counted += same;
            if (same < inChunk) {
                break;
            }
        } while (counted < max && table.get(payloadIndex(block + counted)) == entry);
        return counted;
    }

    @Override
    public BitSet storedSectors(long block) throws IOException {
        return bitmaps.get(block);
    }

    /** Bytes of the part of a sector bitmap block that describes one payload block. */
    private long bitmapBytes() {
        return metadata.blockSize() / metadata.logicalSectorSize() / Byte.SIZE;
    }

    /** MS-VHDX 2.4: one bit a sector, the first sector is the lowest bit of the first byte. */
    private BitSet readBitmap(long block) throws IOException {
        byte[] bytes = new byte[(int) bitmapBytes()];
        long at = offset(table.get(bitmapIndex(block / chunkRatio()))) + block % chunkRatio() * bytes.length;
        file.read(at, ByteBuffer.wrap(bytes));
        return BitSet.valueOf(bytes);
    }

    private long entryOffset(long index) {
        return region.offset() + index * ENTRY;
    }

    private BadImageException bad(BadImageException.Kind kind, long offset, String reason) {
        return new BadImageException(kind, file.name(), NAME, offset, reason);
    }

    /** The one pass over all entries at opening. */
    private static final class Check {

        private final BlockAllocationTable bat;
        private final ClaimedSpace claimed;
        private final List<ImageWarning> warnings;
        private final long ratio;

        /** The last chunk that was seen to hold a partially present block, and whether its bitmap came by. */
        private long partialChunk = -1;

        private long partialBlock;
        private boolean bitmapSeen = true;
        private boolean warnedOfPartial;

        Check(BlockAllocationTable bat, ClaimedSpace claimed, List<ImageWarning> warnings) {
            this.bat = bat;
            this.claimed = claimed;
            this.warnings = warnings;
            this.ratio = bat.chunkRatio();
        }

        void run() throws IOException {
            bat.table.scan((index, entry) -> {
                long chunk = index / (ratio + 1);
                if (chunk != partialChunk) {
                    requireBitmap();
                }
                if (index == bat.bitmapIndex(chunk)) {
                    bitmap(index, entry, chunk);
                } else if (index - chunk < bat.blocks) {
                    payload(index, entry, index - chunk, chunk);
                }
                return isSettled(entry);
            });
            requireBitmap();
        }

        /** Without a parent an entry that stores nothing is as harmless anywhere else; there may be millions of them. */
        private boolean isSettled(long entry) {
            int state = PayloadState.of(entry);
            return !bat.metadata.hasParent()
                    && (state == PayloadState.UNDEFINED
                            || state == PayloadState.ZERO
                            || state == PayloadState.UNMAPPED);
        }

        private void payload(long index, long entry, long block, long chunk) throws BadImageException {
            int state = PayloadState.of(entry);
            switch (state) {
                case PayloadState.NOT_PRESENT, PayloadState.UNDEFINED, PayloadState.ZERO, PayloadState.UNMAPPED -> {}
                case PayloadState.FULLY_PRESENT -> claimBlock(index, entry, block);
                case PayloadState.PARTIALLY_PRESENT -> {
                    claimBlock(index, entry, block);
                    if (bat.metadata.hasParent()) {
                        partialChunk = chunk;
                        partialBlock = block;
                        bitmapSeen = false;
                    } else if (!warnedOfPartial) {
                        warnedOfPartial = true;
                        warnings.add(new ImageWarning(
                                NAME,
                                bat.entryOffset(index),
                                "block " + block + " is partially present in a disk without a parent; "
                                        + "all of it is read"));
                    }
                }
                default ->
                    throw bat.bad(
                            BadImageException.Kind.CORRUPT,
                            bat.entryOffset(index),
                            "block " + block + " is in the reserved state " + state);
            }
        }

        private void claimBlock(long index, long entry, long block) throws BadImageException {
            claim(index, entry, bat.covered(block), "block " + block);
            bat.blocksStored++;
        }

        /** A disk without a parent has no use for bitmaps, and some writers leave garbage there. */
        private void bitmap(long index, long entry, long chunk) throws BadImageException {
            if (!bat.metadata.hasParent()) {
                return;
            }
            int state = PayloadState.of(entry);
            if (state == PayloadState.FULLY_PRESENT || state == PayloadState.PARTIALLY_PRESENT) {
                claim(index, entry, VhdxFormat.MIB, "sector bitmap " + chunk);
                bitmapSeen = true;
            } else if (state != PayloadState.NOT_PRESENT) {
                throw bat.bad(
                        BadImageException.Kind.CORRUPT,
                        bat.entryOffset(index),
                        "sector bitmap " + chunk + " is in the invalid state " + state);
            }
        }

        private void requireBitmap() throws BadImageException {
            if (!bitmapSeen) {
                throw new BadImageException(
                        BadImageException.Kind.CORRUPT,
                        bat.file.name(),
                        BITMAP_NAME,
                        bat.entryOffset(bat.bitmapIndex(partialChunk)),
                        "block " + partialBlock + " is partially present but its chunk has no sector bitmap");
            }
        }

        private void claim(long index, long entry, long length, String what) throws BadImageException {
            long offset = offset(entry);
            if (offset < 0 || offset > bat.file.size() - length) {
                throw bat.bad(
                        BadImageException.Kind.TRUNCATED,
                        bat.entryOffset(index),
                        what + " lies at " + Long.toUnsignedString(offset) + ", beyond the end of the file of "
                                + bat.file.size() + " bytes");
            }
            if (!claimed.claim(offset, length)) {
                throw bat.bad(
                        BadImageException.Kind.CORRUPT,
                        bat.entryOffset(index),
                        what + " at " + offset + " overlaps another block or structure");
            }
        }
    }
}
