package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ImageWarning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The header of a dynamic or differencing VHD (VHD 1.0, "Dynamic Disk Header Format"), 1024 bytes.
 *
 * @param tableOffset where the block allocation table lies, in bytes
 * @param tableEntries how many blocks it can map; 1 to {@link #MAX_TABLE_ENTRIES}
 * @param blockSize bytes of a block's data; a power of two, {@link #MIN_BLOCK_SIZE} to {@link #MAX_BLOCK_SIZE}
 * @param parentId {@link VhdFooter#uniqueId} of the parent; zero where there is none
 * @param parentTime when the parent was last modified
 * @param parentName the parent's file name or path
 * @param locators where the parent may be found, in the order of the file
 */
record VhdDynamicHeader(
        long tableOffset,
        long tableEntries,
        long blockSize,
        UUID parentId,
        Instant parentTime,
        String parentName,
        List<VhdParentLocator> locators) {

    static final String NAME = "VHD dynamic header";
    static final int LENGTH = 1024;
    static final int MIN_BLOCK_SIZE = 512;
    static final int MAX_BLOCK_SIZE = 256 << 20;

    /** Bounds the memory that checking a table takes; 2040 GiB in blocks of 128 KiB. */
    static final long MAX_TABLE_ENTRIES = 1 << 24;

    private static final byte[] COOKIE = "cxsparse".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_AT = 36;
    private static final int NAME_BYTES = 512;
    private static final int LOCATORS = 8;

    VhdDynamicHeader {
        locators = List.copyOf(locators);
    }

    /**
     * Reads a header of {@link #LENGTH} bytes, big endian.
     *
     * @param checksumRequired whether a wrong checksum is an error, and not only one of {@code warnings}
     * @throws BadImageException CORRUPT where cookie, checksum or block size are wrong, LIMIT where the table is too long
     */
    static VhdDynamicHeader read(BinaryCursor cursor, boolean checksumRequired, List<ImageWarning> warnings)
            throws BadImageException {
        if (!cursor.has(0, COOKIE)) {
            throw cursor.corrupt(0, "no cookie \"cxsparse\"");
        }
        try {
            VhdChecksum.verify(cursor, CHECKSUM_AT);
        } catch (BadImageException e) {
            if (checksumRequired) {
                throw e;
            }
            warnings.add(new ImageWarning(NAME, e.offset(), e.reason()));
        }
        long tableOffset = cursor.at(16).size64();
        long version = cursor.u32();
        if (version >>> 16 != 1) {
            throw cursor.unsupported(24, "header version 0x" + Long.toHexString(version) + " is not 1.x");
        }
        long tableEntries = cursor.u32();
        if (tableEntries > MAX_TABLE_ENTRIES) {
            throw cursor.limit(28, tableEntries + " table entries are more than " + MAX_TABLE_ENTRIES);
        }
        long blockSize = cursor.u32();
        if (Long.bitCount(blockSize) != 1 || blockSize < MIN_BLOCK_SIZE || blockSize > MAX_BLOCK_SIZE) {
            throw cursor.corrupt(
                    32,
                    "block size " + blockSize + " is not a power of two from " + MIN_BLOCK_SIZE + " to "
                            + MAX_BLOCK_SIZE);
        }
        UUID parentId = cursor.at(40).uuid();
        Instant parentTime = VhdFooter.time(cursor.u32());
        String parentName = cursor.skip(4).utf16be(NAME_BYTES);
        List<VhdParentLocator> locators = new ArrayList<>();
        for (int i = 0; i < LOCATORS; i++) {
            locators.add(VhdParentLocator.read(cursor));
        }
        return new VhdDynamicHeader(tableOffset, tableEntries, blockSize, parentId, parentTime, parentName, locators);
    }
}
