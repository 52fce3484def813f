package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The parameter block in an NTFS volume's first sector (Windows internals, "NTFS on-disk structure"; ntfs-3g,
 * layout.h), checked and turned into bytes.
 *
 * @param clusterSize bytes, a power of two from 512 to 2 MiB
 * @param clusters number of clusters of the volume
 * @param mftCluster first cluster of the master file table
 * @param mirrorCluster first cluster of the copy of its first records; not checked, as it is needed only in distress
 * @param recordSize bytes of a file record, a power of two from 512 to 64 KiB
 * @param serial the volume's serial number
 */
record NtfsBootSector(
        int clusterSize, long clusters, long mftCluster, long mirrorCluster, int recordSize, long serial) {

    static final String STRUCTURE = "NTFS boot sector";
    static final int SIZE = 512;

    private static final byte[] NAME = "NTFS    ".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_CLUSTER = 2 << 20;
    private static final int MAX_RECORD = 64 << 10;

    /** @throws BadImageException CORRUPT where a value contradicts the format */
    static NtfsBootSector read(ByteSource volume) throws IOException {
        BinaryCursor sector = BinaryCursor.read(volume, STRUCTURE, 0, SIZE, ByteOrder.LITTLE_ENDIAN);
        if (!sector.has(3, NAME)) {
            throw sector.corrupt(3, "not named NTFS");
        }
        int sectorSize = sector.at(0x0B).u16();
        if (!isPowerOfTwo(sectorSize, 512, 4096)) {
            throw sector.corrupt(0x0B, "sector size " + sectorSize + " is not 512, 1024, 2048 or 4096");
        }
        int packed = sector.at(0x0D).u8();
        long sectorsPerCluster = packed <= 0x80 ? packed : packed >= 0xE0 ? 1L << 256 - packed : 0;
        long clusterSize = sectorsPerCluster * sectorSize;
        if (!isPowerOfTwo(clusterSize, sectorSize, MAX_CLUSTER)) {
            throw sector.corrupt(0x0D, "cluster size " + clusterSize + " is no power of two up to " + MAX_CLUSTER);
        }
        long sectors = sector.at(0x28).size64();
        if (sectors > Long.MAX_VALUE / sectorSize) {
            throw sector.corrupt(0x28, sectors + " sectors are beyond any volume");
        }
        long clusters = sectors / sectorsPerCluster;
        long mftCluster = sector.size64();
        if (mftCluster >= clusters) {
            throw sector.corrupt(0x30, "master file table at cluster " + mftCluster + " of " + clusters);
        }
        long mirrorCluster = sector.u64();
        int recordSize = recordSize(sector, (int) clusterSize);
        long serial = sector.at(0x48).u64();
        return new NtfsBootSector((int) clusterSize, clusters, mftCluster, mirrorCluster, recordSize, serial);
    }

    /** A number of clusters, or where it is negative the logarithm of a number of bytes. */
    private static int recordSize(BinaryCursor sector, int clusterSize) throws BadImageException {
        byte packed = (byte) sector.at(0x40).u8();
        long size = packed > 0 ? (long) packed * clusterSize : packed >= -30 ? 1L << -packed : 0;
        if (!isPowerOfTwo(size, UpdateSequence.STRIDE, MAX_RECORD)) {
            throw sector.corrupt(0x40, "file record size " + size + " is no power of two up to " + MAX_RECORD);
        }
        return (int) size;
    }

    private static boolean isPowerOfTwo(long value, long min, long max) {
        return Long.bitCount(value) == 1 && value >= min && value <= max;
    }
}
