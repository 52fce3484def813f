package dev.gen2lift.assess;

import java.util.Optional;

/**
 * The size that Azure bills a managed disk as, and its names.
 *
 * @param gibibytes GiB
 * @param premium Premium SSD: "P10"
 * @param standardSsd Standard SSD: "E10"
 * @param standardHdd Standard HDD: "S10"; begins at S4
 */
public record DiskTier(int gibibytes, String premium, String standardSsd, String standardHdd) {

    // disks-types, sizes of Premium SSD; the tiers' numbers are the same for all three kinds
    private static final int[][] TIERS = {
        {4, 1},
        {8, 2},
        {16, 3},
        {32, 4},
        {64, 6},
        {128, 10},
        {256, 15},
        {512, 20},
        {1024, 30},
        {2048, 40},
        {4096, 50},
        {8192, 60},
        {16_384, 70},
        {32_767, 80}
    };

    private static final int SMALLEST_HDD = 4;

    /** The tier for a virtual disk of so many bytes; empty where it is larger than the largest. */
    public static Optional<DiskTier> of(long capacity) {
        for (int[] tier : TIERS) {
            if (capacity <= tier[0] * ByteSize.GIB) {
                int number = tier[1];
                return Optional.of(
                        new DiskTier(tier[0], "P" + number, "E" + number, "S" + Math.max(number, SMALLEST_HDD)));
            }
        }
        return Optional.empty();
    }

    /** Bytes. */
    public long size() {
        return gibibytes * ByteSize.GIB;
    }
}
