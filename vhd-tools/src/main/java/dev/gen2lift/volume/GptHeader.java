package dev.gen2lift.volume;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The header of a GUID partition table, primary or backup (UEFI 5.3.2). Blocks are logical sectors.
 *
 * @param lba the block that it was read from, equal to what it says itself
 * @param size bytes that its checksum covers
 * @param alternateLba the block of the other header
 * @param firstUsableLba first block that a partition may cover
 * @param lastUsableLba last block that a partition may cover
 * @param entriesLba first block of the partition array
 * @param entriesCrc CRC-32 of the partition array
 */
record GptHeader(
        long lba,
        int size,
        long alternateLba,
        long firstUsableLba,
        long lastUsableLba,
        UUID diskId,
        long entriesLba,
        int entryCount,
        int entrySize,
        long entriesCrc) {

    /** Bytes of the partition array. */
    int arraySize() {
        return entryCount * entrySize;
    }

    /** Blocks of the partition array, the last one filled up. */
    long arrayBlocks(int sectorSize) {
        return (arraySize() + sectorSize - 1L) / sectorSize;
    }

    /**
     * Reads and checks the header in block {@code lba}.
     *
     * @throws dev.gen2lift.disk.BadImageException where it is not a header, or not an intact one
     */
    static GptHeader read(ByteSource disk, String structure, long lba, int sectorSize) throws IOException {
        BinaryCursor cursor = BinaryCursor.read(disk, structure, lba * sectorSize, sectorSize, ByteOrder.LITTLE_ENDIAN);
        if (!cursor.has(0, GptFormat.SIGNATURE)) {
            throw cursor.corrupt(0, "no signature EFI PART");
        }
        long size = cursor.at(GptFormat.HEADER_SIZE).u32();
        if (size < GptFormat.MIN_HEADER_SIZE || size > sectorSize) {
            throw cursor.corrupt(
                    GptFormat.HEADER_SIZE,
                    "header size " + size + " is not between " + GptFormat.MIN_HEADER_SIZE + " and " + sectorSize);
        }
        long stored = cursor.at(GptFormat.HEADER_CRC).u32();
        long computed = crc(cursor.view(), (int) size);
        if (stored != computed) {
            throw cursor.corrupt(
                    GptFormat.HEADER_CRC, String.format("header CRC-32 is %08X, should be %08X", stored, computed));
        }
        long myLba = cursor.at(GptFormat.MY_LBA).u64();
        if (myLba != lba) {
            throw cursor.corrupt(
                    GptFormat.MY_LBA, "says that it is block " + Long.toUnsignedString(myLba) + " but is block " + lba);
        }
        long alternate = cursor.u64();
        long firstUsable = cursor.size64();
        long lastUsable = cursor.size64();
        UUID diskId = cursor.guid();
        long entriesLba = cursor.size64();
        long count = cursor.u32();
        long entrySize = cursor.u32();
        long entriesCrc = cursor.u32();
        if (count < 1 || count > GptFormat.MAX_ENTRIES) {
            throw cursor.limit(80, count + " entries are not between 1 and " + GptFormat.MAX_ENTRIES);
        }
        if (entrySize < GptFormat.MIN_ENTRY_SIZE
                || entrySize > GptFormat.MAX_ENTRY_SIZE
                || Long.bitCount(entrySize) != 1) {
            throw cursor.corrupt(84, "entry size " + entrySize + " is not 128 * 2^n up to 4096");
        }
        GptHeader header = new GptHeader(
                lba,
                (int) size,
                alternate,
                firstUsable,
                lastUsable,
                diskId,
                entriesLba,
                (int) count,
                (int) entrySize,
                entriesCrc);
        long sectors = disk.size() / sectorSize;
        if (entriesLba < 1 || entriesLba > sectors - header.arrayBlocks(sectorSize)) {
            throw cursor.corrupt(
                    GptFormat.ENTRIES_LBA, "partition array at block " + entriesLba + " is not on the disk");
        }
        return header;
    }

    /** The CRC-32 of a header's first {@code size} bytes, its own field taken as zero. */
    static long crc(ByteBuffer header, int size) {
        ByteBuffer copy = ByteBuffer.allocate(size).put(0, header, 0, size);
        for (int i = 0; i < Integer.BYTES; i++) {
            copy.put(GptFormat.HEADER_CRC + i, (byte) 0);
        }
        CRC32 crc = new CRC32();
        crc.update(copy);
        return crc.getValue();
    }
}
