package dev.gen2lift.filesystem.fat;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The parameter block in a FAT volume's first sector (FAT specification 1.03, 3.1 to 3.3), checked and turned into byte
 * offsets.
 *
 * @param clusterSize bytes
 * @param fatOffset first byte of the first file allocation table
 * @param fatSize bytes of one file allocation table
 * @param rootOffset first byte of the fixed root directory; meaningless for FAT32
 * @param rootSize bytes of the fixed root directory; 0 for FAT32
 * @param rootCluster first cluster of FAT32's root directory; 0 for the others
 * @param dataOffset first byte of cluster 2
 * @param clusters number of data clusters; the last one has number {@code clusters + 1}
 * @param serial the volume's serial number; 0 where there is none
 * @param label the label in the boot sector, which tools do not always keep up to date
 */
record FatBootSector(
        FileSystemType type,
        int clusterSize,
        long fatOffset,
        long fatSize,
        long rootOffset,
        int rootSize,
        int rootCluster,
        long dataOffset,
        int clusters,
        long serial,
        String label) {

    static final String STRUCTURE = "FAT boot sector";
    static final int SIZE = 512;

    /** Numbers of clusters from which a table needs wider entries (3.5). */
    private static final int MIN_FAT16_CLUSTERS = 4085;

    private static final int MIN_FAT32_CLUSTERS = 65_525;

    /** Entries are 28 bits wide, the highest eleven values have a meaning. */
    private static final int MAX_FAT32_CLUSTERS = 0x0FFF_FFF5;

    private static final int DIRECTORY_ENTRY = 32;

    /**
     * Whether the first sector says of itself that it is FAT, or has what every FAT boot sector has; NTFS and exFAT have
     * to be ruled out before.
     */
    static boolean isLikely(BinaryCursor sector) throws IOException {
        for (String name : new String[] {"FAT12   ", "FAT16   ", "FAT     "}) {
            if (sector.has(54, name.getBytes(StandardCharsets.US_ASCII))) {
                return true;
            }
        }
        if (sector.has(82, "FAT32   ".getBytes(StandardCharsets.US_ASCII))) {
            return true;
        }
        int jump = sector.at(0).u8();
        int bytesPerSector = sector.at(11).u16();
        int sectorsPerCluster = sector.u8();
        int reserved = sector.u16();
        int fats = sector.u8();
        int media = sector.at(21).u8();
        return sector.has(510, new byte[] {0x55, (byte) 0xAA})
                && (jump == 0xEB || jump == 0xE9)
                && isPowerOfTwo(bytesPerSector, 512, 4096)
                && isPowerOfTwo(sectorsPerCluster, 1, 128)
                && reserved > 0
                && (fats == 1 || fats == 2)
                && (media == 0xF0 || media >= 0xF8);
    }

    static FatBootSector read(ByteSource volume) throws IOException {
        return read(BinaryCursor.read(volume, STRUCTURE, 0, SIZE, ByteOrder.LITTLE_ENDIAN));
    }

    static FatBootSector read(BinaryCursor sector) throws IOException {
        int bytesPerSector = sector.at(11).u16();
        int sectorsPerCluster = sector.u8();
        int reserved = sector.u16();
        int fats = sector.u8();
        int rootEntries = sector.u16();
        int totalSectors16 = sector.u16();
        int fatSectors16 = sector.at(22).u16();
        long totalSectors = totalSectors16 != 0 ? totalSectors16 : sector.at(32).u32();
        // Firmware and Linux take a FAT32 for one by this field, however few clusters it has.
        boolean fat32 = fatSectors16 == 0;
        long fatSectors = fat32 ? sector.at(36).u32() : fatSectors16;

        if (!isPowerOfTwo(bytesPerSector, 512, 4096)) {
            throw sector.corrupt(11, "sector size " + bytesPerSector + " is not 512, 1024, 2048 or 4096");
        }
        if (!isPowerOfTwo(sectorsPerCluster, 1, 128)) {
            throw sector.corrupt(13, sectorsPerCluster + " sectors per cluster are not a power of two");
        }
        if (reserved == 0) {
            throw sector.corrupt(14, "no reserved sectors");
        }
        if (fats == 0) {
            throw sector.corrupt(16, "no file allocation table");
        }
        if (fatSectors == 0) {
            throw sector.corrupt(36, "a file allocation table of no sectors");
        }
        if (fat32 != (rootEntries == 0)) {
            throw sector.corrupt(17, "a root directory of " + rootEntries + " entries does not fit the table's kind");
        }
        long rootSectors = ((long) rootEntries * DIRECTORY_ENTRY + bytesPerSector - 1) / bytesPerSector;
        long dataSector = reserved + fats * fatSectors + rootSectors;
        long clusters = (totalSectors - dataSector) / sectorsPerCluster;
        if (totalSectors <= dataSector || clusters == 0) {
            throw sector.corrupt(32, totalSectors + " sectors leave none for data behind " + dataSector);
        }
        if (clusters > MAX_FAT32_CLUSTERS || !fat32 && clusters >= MIN_FAT32_CLUSTERS) {
            throw sector.corrupt(32, clusters + " clusters are more than the table's entries can number");
        }
        FileSystemType type = fat32
                ? FileSystemType.FAT32
                : clusters < MIN_FAT16_CLUSTERS ? FileSystemType.FAT12 : FileSystemType.FAT16;
        long fatSize = fatSectors * bytesPerSector;
        int rootCluster = 0;
        if (fat32) {
            long root = sector.at(44).u32();
            if (root < 2 || root > clusters + 1) {
                throw sector.corrupt(44, "root directory at cluster " + root + " of " + clusters);
            }
            rootCluster = (int) root;
        }
        return new FatBootSector(
                type,
                bytesPerSector * sectorsPerCluster,
                (long) reserved * bytesPerSector,
                fatSize,
                (reserved + fats * fatSectors) * bytesPerSector,
                rootEntries * DIRECTORY_ENTRY,
                rootCluster,
                dataSector * bytesPerSector,
                (int) Math.min(clusters, entriesIn(fatSize, type) - 2),
                serial(sector, fat32 ? 66 : 38),
                sector.at(fat32 ? 71 : 43).ascii(11));
    }

    /** The serial number, which is there where the extended boot signature says so (3.2, 3.3). */
    private static long serial(BinaryCursor sector, int signature) throws IOException {
        int value = sector.at(signature).u8();
        return value == 0x28 || value == 0x29 ? sector.u32() : 0;
    }

    /** First byte of a data cluster. */
    long offsetOf(int cluster) {
        return dataOffset + (cluster - 2L) * clusterSize;
    }

    /** Clusters behind the table's end cannot be in use. */
    private static long entriesIn(long fatSize, FileSystemType type) {
        return switch (type) {
            case FAT12 -> fatSize * 2 / 3;
            case FAT16 -> fatSize / 2;
            default -> fatSize / 4;
        };
    }

    private static boolean isPowerOfTwo(int value, int min, int max) {
        return Integer.bitCount(value) == 1 && value >= min && value <= max;
    }
}
