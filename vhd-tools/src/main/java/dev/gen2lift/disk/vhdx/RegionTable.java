package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The region table (MS-VHDX 2.2.3): where block allocation table and metadata lie. A file has two that say the same, so
 * that one may be damaged.
 */
record RegionTable(Region blockAllocationTable, Region metadata) {

    private static final int ENTRIES_AT = 16;
    private static final int REQUIRED = 1;

    /**
     * Reads the first table whose checksum is right.
     *
     * @param log where the log lies, which no region may overlap; of length 0 where there is none
     * @param warnings receives what is wrong with the first one, where the second is used
     */
    static RegionTable read(ByteSource file, Region log, List<ImageWarning> warnings) throws IOException {
        BinaryCursor first = cursor(file, 0);
        try {
            VhdxChecksum.verify(first, VhdxFormat.REGION_SIGNATURE);
        } catch (BadImageException e) {
            BinaryCursor second = cursor(file, 1);
            VhdxChecksum.verify(second, VhdxFormat.REGION_SIGNATURE);
            warnings.add(new ImageWarning(
                    "VHDX region table 1", e.offset(), e.reason() + "; the second region table is used"));
            return read(second, file.size(), log);
        }
        return read(first, file.size(), log);
    }

    private static BinaryCursor cursor(ByteSource file, int index) throws IOException {
        return BinaryCursor.read(
                file,
                "VHDX region table " + (index + 1),
                VhdxFormat.REGION_TABLE_OFFSETS[index],
                VhdxFormat.REGION_TABLE_LENGTH,
                ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a table of 64 KiB, little endian, whose checksum was verified.
     *
     * @param fileSize bytes, with a pending log applied
     */
    static RegionTable read(BinaryCursor cursor, long fileSize, Region log) throws BadImageException {
        long count = cursor.at(8).u32();
        if (count > VhdxFormat.MAX_ENTRIES) {
            throw cursor.limit(8, count + " entries are more than " + VhdxFormat.MAX_ENTRIES);
        }
        List<Region> regions = new ArrayList<>();
        cursor.at(ENTRIES_AT);
        for (int i = 0; i < count; i++) {
            int at = cursor.position();
            UUID type = cursor.guid();
            Region region = new Region(type, cursor.size64(), cursor.u32());
            boolean required = (cursor.u32() & REQUIRED) != 0;
            boolean known = type.equals(VhdxFormat.BAT_REGION) || type.equals(VhdxFormat.METADATA_REGION);
            if (required && !known) {
                throw cursor.unsupported(at, "region " + type + " is required but unknown");
            }
            checkPlace(cursor, at, region, fileSize, known);
            for (Region other : regions) {
                if (other.type().equals(type)) {
                    throw cursor.corrupt(at, "region " + type + " is listed twice");
                }
                checkApart(cursor, at, region, other);
            }
            checkApart(cursor, at, region, log);
            regions.add(region);
        }
        return new RegionTable(
                find(cursor, regions, VhdxFormat.BAT_REGION, "block allocation table"),
                find(cursor, regions, VhdxFormat.METADATA_REGION, "metadata"));
    }

    private static void checkPlace(BinaryCursor cursor, int at, Region region, long fileSize, boolean known)
            throws BadImageException {
        if (region.offset() < VhdxFormat.ALIGNMENT
                || region.offset() % VhdxFormat.ALIGNMENT != 0
                || region.length() == 0
                || region.length() % VhdxFormat.ALIGNMENT != 0) {
            throw cursor.corrupt(
                    at,
                    "region " + region.type() + " of " + region.length() + " bytes at " + region.offset()
                            + " is not aligned to 1 MiB behind the headers");
        }
        if (known && region.offset() > fileSize - region.length()) {
            throw cursor.truncated(
                    at,
                    "region " + region.type() + " of " + region.length() + " bytes at " + region.offset()
                            + " lies beyond the end of the file of " + fileSize + " bytes");
        }
    }

    private static void checkApart(BinaryCursor cursor, int at, Region region, Region other) throws BadImageException {
        if (region.overlaps(other)) {
            throw cursor.corrupt(at, "regions " + region.type() + " and " + other.type() + " overlap");
        }
    }

    private static Region find(BinaryCursor cursor, List<Region> regions, UUID type, String name)
            throws BadImageException {
        for (Region region : regions) {
            if (region.type().equals(type)) {
                return region;
            }
        }
        throw cursor.corrupt(ENTRIES_AT, "no region for the " + name);
    }
}
