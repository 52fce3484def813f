package dev.gen2lift.testimages.fat;

/** The three widths of table entries; which one a volume has follows from its number of clusters alone. */
public enum FatType {
    FAT12(12, 1, 4084, 512, 1),
    FAT16(16, 4085, 65524, 512, 1),
    FAT32(32, 65525, 0x0FFFFFF5, 0, 32);

    final int bits;
    final int fewestClusters;
    final int mostClusters;
    final int rootEntries;
    final int reservedSectors;

    FatType(int bits, int fewestClusters, int mostClusters, int rootEntries, int reservedSectors) {
        this.bits = bits;
        this.fewestClusters = fewestClusters;
        this.mostClusters = mostClusters;
        this.rootEntries = rootEntries;
        this.reservedSectors = reservedSectors;
    }

    int endOfChain() {
        return (1 << Math.min(bits, 28)) - 1;
    }
}
