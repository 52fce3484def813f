package dev.gen2lift.assess.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Chooses the kind of a managed disk. Without a known load it is Standard SSD in the tier of the disk's size. With one it
 * is the first of these that does it: Standard SSD, Premium SSD of the disk's size, Premium SSD with a higher
 * performance tier, Premium SSD v2 for data disks.
 */
public final class DiskChooser {

    private static final long GIB = 1L << 30;
    private static final double MEGABYTE = 1_000_000;
    private static final int V2_GIBIBYTES = 65_536;
    private static final int V2_FREE_IOPS = 3_000;
    private static final int V2_IOPS_PER_GIBIBYTE = 500;
    private static final int V2_FREE_GIBIBYTES = 6;
    private static final int V2_MAX_IOPS = 80_000;
    private static final int V2_FREE_MB = 125;
    private static final int V2_MAX_MB = 2_000;
    private static final double V2_MB_PER_IOPS = 0.25;
    private static final int SECTOR_4K = 4096;

    private final double comfort;

    /** @param comfort what measured loads are multiplied with; at least 1 */
    public DiskChooser(double comfort) {
        this.comfort = comfort;
    }

    public DiskChoice choose(DiskNeeds needs) {
        long gibibytes = (needs.capacity() + GIB - 1) / GIB;
        long iops = withComfort(needs.load().iops(), 1);
        long megabytes = withComfort(needs.load().throughput(), MEGABYTE);
        boolean measured =
                needs.load().iops().isPresent() || needs.load().throughput().isPresent();
        if (needs.logicalSectorSize() == SECTOR_4K && !needs.os()) {
            return v2(
                    gibibytes,
                    iops,
                    megabytes,
                    "Its sectors have 4096 bytes, which Standard and Premium SSD do not have.");
        }
        List<String> passed = new ArrayList<>();
        for (DiskSku sku : List.of(DiskSku.STANDARD_SSD, DiskSku.PREMIUM_SSD)) {
            Optional<DiskTierLimits> own = DiskTierLimits.of(sku).stream()
                    .filter(tier -> tier.gibibytes() >= gibibytes)
                    .findFirst();
            if (own.isEmpty()) {
                continue;
            }
            if (enough(own.get(), iops, megabytes)) {
                return tier(own.get(), measured ? needed(iops, megabytes) : "Its load is not known.", passed);
            }
            passed.add("Not " + own.get().name() + ": " + own.get().iops() + " IOPS and "
                    + own.get().megabytes() + " MB/s.");
        }
        Optional<DiskTierLimits> higher = DiskTierLimits.of(DiskSku.PREMIUM_SSD).stream()
                .filter(tier -> tier.gibibytes() >= gibibytes && enough(tier, iops, megabytes))
                .findFirst();
        if (higher.isPresent()) {
            return tier(higher.get(), needed(iops, megabytes), passed);
        }
        if (needs.os()) {
            return DiskChoice.none(
                    gibibytes > DiskTierLimits.of(DiskSku.PREMIUM_SSD).get(13).gibibytes()
                            ? "No kind of disk for an OS disk is as large."
                            : needed(iops, megabytes) + " No kind of disk for an OS disk does that.");
        }
        return v2(gibibytes, iops, megabytes, measured ? needed(iops, megabytes) : "No other kind is as large.");
    }

    private long withComfort(OptionalDouble load, double unit) {
        return load.isPresent() ? (long) Math.ceil(load.getAsDouble() * comfort / unit) : 0;
    }

    private static boolean enough(DiskTierLimits tier, long iops, long megabytes) {
        return tier.iops() >= iops && tier.megabytes() >= megabytes;
    }

    private static String needed(long iops, long megabytes) {
        return "It needs " + iops + " IOPS and " + megabytes + " MB/s.";
    }

    private static DiskChoice tier(DiskTierLimits tier, String reason, List<String> passed) {
        List<String> reasons = new ArrayList<>(List.of(reason));
        reasons.addAll(passed);
        return new DiskChoice(
                Optional.of(tier.sku()),
                Optional.of(tier.name()),
                OptionalLong.of(tier.iops()),
                OptionalLong.of((long) (tier.megabytes() * MEGABYTE)),
                reasons);
    }

    /** Premium SSD v2 has the performance that it is set to, within what its size allows. */
    private static DiskChoice v2(long gibibytes, long iops, long megabytes, String reason) {
        if (gibibytes > V2_GIBIBYTES) {
            return DiskChoice.none("No kind of disk is as large.");
        }
        long most = gibibytes <= V2_FREE_GIBIBYTES
                ? V2_FREE_IOPS
                : Math.min(V2_MAX_IOPS, Math.max(V2_FREE_IOPS, gibibytes * V2_IOPS_PER_GIBIBYTE));
        long mostMegabytes = Math.min(V2_MAX_MB, Math.max(V2_FREE_MB, (long) (most * V2_MB_PER_IOPS)));
        if (iops > most || megabytes > mostMegabytes) {
            return DiskChoice.none(
                    "It needs " + iops + " IOPS and " + megabytes + " MB/s; Premium SSD v2 of its size does " + most
                            + " IOPS and " + mostMegabytes + " MB/s: see whether an Ultra disk or several disks do.");
        }
        long set = Math.max(Math.max(V2_FREE_IOPS, iops), (long) Math.ceil(megabytes / V2_MB_PER_IOPS));
        return new DiskChoice(
                Optional.of(DiskSku.PREMIUM_SSD_V2),
                Optional.empty(),
                OptionalLong.of(Math.min(most, set)),
                OptionalLong.of((long) (Math.max(V2_FREE_MB, megabytes) * MEGABYTE)),
                List.of(reason, "Premium SSD v2 attaches to VMs in an availability zone only, in most regions."));
    }
}
