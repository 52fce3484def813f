package dev.gen2lift.assess.sizing;

import java.util.ArrayList;
import java.util.List;

/**
 * What a tier of managed disks does, without bursts.
 *
 * @param name "P10"
 * @param gibibytes its largest disk
 * @param iops a second
 * @param megabytes MB/s
 */
record DiskTierLimits(String name, DiskSku sku, int gibibytes, int iops, int megabytes) {

    // Azure managed disk types: sizes of Premium SSD and Standard SSD, from 4 GiB on
    private static final int[] NUMBERS = {1, 2, 3, 4, 6, 10, 15, 20, 30, 40, 50, 60, 70, 80};
    private static final int[] SIZES = {4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_767};
    private static final int[] PREMIUM_IOPS = {
        120, 120, 120, 120, 240, 500, 1100, 2300, 5000, 7500, 7500, 16_000, 18_000, 20_000
    };
    private static final int[] PREMIUM_MB = {25, 25, 25, 25, 50, 100, 125, 150, 200, 250, 250, 500, 750, 900};
    private static final int[] STANDARD_IOPS = {120, 120, 120, 120, 240, 500, 500, 500, 500, 500, 500, 2000, 4000, 6000
    };
    private static final int[] STANDARD_MB = {25, 25, 25, 25, 50, 60, 60, 60, 60, 60, 60, 400, 600, 750};

    /** The tiers of Standard SSD or Premium SSD, the smallest first. */
    static List<DiskTierLimits> of(DiskSku sku) {
        List<DiskTierLimits> tiers = new ArrayList<>();
        boolean premium = sku == DiskSku.PREMIUM_SSD;
        for (int i = 0; i < SIZES.length; i++) {
            tiers.add(new DiskTierLimits(
                    (premium ? "P" : "E") + NUMBERS[i],
                    sku,
                    SIZES[i],
                    premium ? PREMIUM_IOPS[i] : STANDARD_IOPS[i],
                    premium ? PREMIUM_MB[i] : STANDARD_MB[i]));
        }
        return tiers;
    }
}
