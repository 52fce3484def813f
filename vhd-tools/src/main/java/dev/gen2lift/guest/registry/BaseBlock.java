package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first sector of a hive, and of a transaction log (Windows registry file format specification, "Base block").
 *
 * @param primarySequence raised before the hive is written
 * @param secondarySequence raised after it; a hive whose two numbers differ was not written to its end
 * @param lastWritten a FILETIME
 * @param fileType 0 for a hive, 1 or 2 for a log of the old format, 6 for one of the new format
 * @param rootCell where the root key lies within the bins
 * @param binsSize bytes of the bins, which follow the base block's 4096
 * @param checksumValid whether nothing in the sector was changed since it was written
 */
record BaseBlock(
        long primarySequence,
        long secondarySequence,
        long lastWritten,
        long minorVersion,
        long fileType,
        long rootCell,
        long binsSize,
        boolean checksumValid) {

    static final String STRUCTURE = "regf base block";

    /** Where the bins begin in a hive. */
    static final int SIZE = 4096;

    static final int SECTOR = 512;
    static final int BIN_ALIGNMENT = 4096;

    /** The largest hive that Windows loads (2 GiB of bins). */
    static final long MAX_BINS_SIZE = 1L << 31;

    private static final byte[] SIGNATURE = "regf".getBytes(StandardCharsets.US_ASCII);
    private static final int TYPE_HIVE = 0;
    private static final int TYPE_NEW_LOG = 6;
    private static final int CHECKSUM = 508;

    /**
     * Reads the base block of {@code file}, right or wrong in its checksum.
     *
     * @throws BadImageException where it is none, or of a version that is not known
     */
    static BaseBlock read(ByteSource file) throws IOException {
        BinaryCursor sector = BinaryCursor.read(file, STRUCTURE, 0, SECTOR, ByteOrder.LITTLE_ENDIAN);
        if (!sector.has(0, SIGNATURE)) {
            throw sector.corrupt(0, "no signature regf");
        }
        long major = sector.at(20).u32();
        long minor = sector.u32();
        if (major != 1 || minor < 2 || minor > 6) {
            throw sector.unsupported(20, "version " + major + "." + minor);
        }
        BaseBlock block = new BaseBlock(
                sector.at(4).u32(),
                sector.u32(),
                sector.u64(),
                minor,
                sector.at(28).u32(),
                sector.at(36).u32(),
                sector.u32(),
                sector.at(CHECKSUM).u32() == checksum(sector.view()));
        if (block.checksumValid && (block.binsSize % BIN_ALIGNMENT != 0 || block.binsSize > MAX_BINS_SIZE)) {
            throw sector.corrupt(40, "bins of " + block.binsSize + " bytes");
        }
        return block;
    }

    /** The exclusive or of the sector's other words; 0 and -1 are never stored. */
    private static long checksum(ByteBuffer sector) {
        int sum = 0;
        for (int at = 0; at < CHECKSUM; at += Integer.BYTES) {
            sum ^= sector.getInt(at);
        }
        return switch (sum) {
            case 0 -> 1;
            case -1 -> 0xFFFF_FFFEL;
            default -> Integer.toUnsignedLong(sum);
        };
    }

    boolean isHive() {
        return fileType == TYPE_HIVE;
    }

    boolean isNewLog() {
        return fileType == TYPE_NEW_LOG;
    }

    /** Whether a write was under way when the system stopped. */
    boolean isTorn() {
        return primarySequence != secondarySequence;
    }

    BaseBlock withBinsSize(long size) {
        return new BaseBlock(
                primarySequence, secondarySequence, lastWritten, minorVersion, fileType, rootCell, size, checksumValid);
    }
}
