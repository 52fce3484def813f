package dev.gen2lift.disk.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The structures of a new dynamic VHDX without a parent, with sectors of 512 bytes (4096 physical): headers in the first
 * MiB, then an empty log, metadata, the block allocation table, and payload blocks from {@link #payloadStart} on.
 *
 * @param capacity bytes of the disk; a multiple of 512, up to 64 TiB
 */
public record DynamicVhdx(long capacity) {

    /** Bytes of the front that {@link #front} gives. */
    public static final int FRONT_LENGTH = 2 * VhdxFormat.MIB + 2 * 64 * VhdxFormat.KIB;

    private static final String CREATOR = "gen2lift";
    private static final int SECTOR = 512;
    private static final int PHYSICAL_SECTOR = 4096;
    private static final int SMALL_BLOCK = 2 * VhdxFormat.MIB;
    private static final int LARGE_BLOCK = 32 * VhdxFormat.MIB;

    /** From here on blocks are as large as Hyper-V makes them, so that the table stays below 16 MiB. */
    private static final long LARGE_DISK = 2L << 40;

    private static final long SECTORS_PER_CHUNK = 1 << 23;
    private static final int ENTRY = 8;
    private static final long LOG_OFFSET = VhdxFormat.MIB;
    private static final int LOG_LENGTH = VhdxFormat.MIB;
    private static final long METADATA_OFFSET = LOG_OFFSET + LOG_LENGTH;
    private static final long BAT_OFFSET = METADATA_OFFSET + VhdxFormat.MIB;
    private static final int REQUIRED = 4;
    private static final int VIRTUAL_DISK = 2;

    public DynamicVhdx {
        if (capacity <= 0 || capacity % SECTOR != 0 || capacity > VhdxFormat.MAX_DISK_SIZE) {
            throw new IllegalArgumentException("no size of a VHDX: " + capacity);
        }
    }

    /** Bytes of a payload block: 2 MiB, from 2 TiB on 32 MiB. */
    public int blockSize() {
        return capacity > LARGE_DISK ? LARGE_BLOCK : SMALL_BLOCK;
    }

    public int blocks() {
        return Math.toIntExact((capacity + blockSize() - 1) / blockSize());
    }

    /** Where the file has its first payload block, in bytes. */
    public long payloadStart() {
        return BAT_OFFSET + batLength();
    }

    /** Where the entry of a block lies in the file, in bytes; entries are 8 bytes, little endian. */
    public long entryOffset(int block) {
        return BAT_OFFSET + (block + block / chunkRatio()) * ENTRY;
    }

    /** The entry of a block that lies at {@code fileOffset}, a multiple of 1 MiB (MS-VHDX 2.5.1). */
    public static long entry(long fileOffset) {
        return fileOffset | PayloadState.FULLY_PRESENT;
    }

    /**
     * Where the block lies whose entry this is, or 0 where it has no place.
     *
     * @throws IllegalArgumentException where a file that {@link #entry} was written to cannot hold this
     */
    public static long place(long entry) {
        if (entry == 0) {
            return 0;
        }
        if (PayloadState.of(entry) != PayloadState.FULLY_PRESENT
                || entry % VhdxFormat.MIB != PayloadState.FULLY_PRESENT) {
            throw new IllegalArgumentException("no entry of a new disk: 0x" + Long.toHexString(entry));
        }
        return entry - PayloadState.FULLY_PRESENT;
    }

    /** What stands before the block allocation table, with new identifiers. */
    public ByteBuffer front() {
        ByteBuffer front = ByteBuffer.allocate(FRONT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        front.put(VhdxFormat.FILE_SIGNATURE).put(CREATOR.getBytes(StandardCharsets.UTF_16LE));
        UUID fileWrite = UUID.randomUUID();
        UUID dataWrite = UUID.randomUUID();
        for (int i = 0; i < VhdxFormat.HEADER_OFFSETS.length; i++) {
            put(front, VhdxFormat.HEADER_OFFSETS[i], header(i + 1, fileWrite, dataWrite));
        }
        for (long offset : VhdxFormat.REGION_TABLE_OFFSETS) {
            put(front, offset, regionTable());
        }
        put(front, METADATA_OFFSET, metadata());
        return front.rewind();
    }

    private long chunkRatio() {
        return SECTORS_PER_CHUNK * SECTOR / blockSize();
    }

    private long batLength() {
        long entries = blocks() + (blocks() - 1) / chunkRatio();
        return (entries * ENTRY + VhdxFormat.MIB - 1) / VhdxFormat.MIB * VhdxFormat.MIB;
    }

    /** MS-VHDX 2.2.2; the log's identifier stays zero: the log is empty. */
    private static ByteBuffer header(long sequence, UUID fileWrite, UUID dataWrite) {
        ByteBuffer header = structure(VhdxFormat.HEADER_LENGTH, VhdxFormat.HEADER_SIGNATURE);
        header.position(8).putLong(sequence);
        putGuid(header, fileWrite);
        putGuid(header, dataWrite);
        header.position(header.position() + 16).putShort((short) 0).putShort((short) 1);
        header.putInt(LOG_LENGTH).putLong(LOG_OFFSET);
        return withChecksum(header);
    }

    /** MS-VHDX 2.2.3. */
    private ByteBuffer regionTable() {
        ByteBuffer table = structure(VhdxFormat.REGION_TABLE_LENGTH, VhdxFormat.REGION_SIGNATURE);
        table.position(8).putInt(2).putInt(0);
        putGuid(table, VhdxFormat.BAT_REGION);
        table.putLong(BAT_OFFSET).putInt((int) batLength()).putInt(1);
        putGuid(table, VhdxFormat.METADATA_REGION);
        table.putLong(METADATA_OFFSET).putInt(VhdxFormat.MIB).putInt(1);
        return withChecksum(table);
    }

    /** MS-VHDX 2.6: the table, and behind it its items. */
    private ByteBuffer metadata() {
        ByteBuffer region = structure(2 * VhdxFormat.METADATA_TABLE_LENGTH, VhdxFormat.METADATA_SIGNATURE);
        region.putShort(10, (short) 5);
        region.position(32);
        int at = VhdxFormat.METADATA_TABLE_LENGTH;
        at = item(region, VhdxFormat.FILE_PARAMETERS, REQUIRED, at, 8);
        at = item(region, VhdxFormat.VIRTUAL_DISK_SIZE, REQUIRED | VIRTUAL_DISK, at, 8);
        at = item(region, VhdxFormat.VIRTUAL_DISK_ID, REQUIRED | VIRTUAL_DISK, at, 16);
        at = item(region, VhdxFormat.LOGICAL_SECTOR_SIZE, REQUIRED | VIRTUAL_DISK, at, 4);
        item(region, VhdxFormat.PHYSICAL_SECTOR_SIZE, REQUIRED | VIRTUAL_DISK, at, 4);
        region.position(VhdxFormat.METADATA_TABLE_LENGTH);
        region.putInt(blockSize()).putInt(0).putLong(capacity);
        putGuid(region, UUID.randomUUID());
        region.putInt(SECTOR).putInt(PHYSICAL_SECTOR);
        return region.rewind();
    }

    /** An entry of the metadata table (MS-VHDX 2.6.1.2); returns where the next item's bytes begin. */
    private static int item(ByteBuffer table, UUID type, int flags, int offset, int length) {
        putGuid(table, type);
        table.putInt(offset).putInt(length).putInt(flags).putInt(0);
        return offset + length;
    }

    private static ByteBuffer structure(int length, byte[] signature) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).put(signature);
    }

    private static ByteBuffer withChecksum(ByteBuffer structure) {
        structure.rewind();
        return structure.putInt(4, (int) VhdxChecksum.of(structure));
    }

    /** The first three fields of a GUID are little endian, the rest stands as it is printed. */
    private static void putGuid(ByteBuffer into, UUID guid) {
        long high = guid.getMostSignificantBits();
        into.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        into.putLong(Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    private static void put(ByteBuffer front, long offset, ByteBuffer part) {
        front.position((int) offset).put(part);
    }
}
