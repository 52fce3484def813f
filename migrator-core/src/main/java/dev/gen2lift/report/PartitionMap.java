package dev.gen2lift.report;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A disk drawn to scale: where each partition lies and how full it is, on a bar of {@link #WIDTH} units. */
public record PartitionMap(List<Segment> segments, String description) {

    public static final int WIDTH = 1000;

    /** Narrower would not be seen. */
    private static final double NARROWEST = 3;

    /**
     * @param x left edge in units, as SVG writes it
     * @param width in units, as SVG writes it
     * @param used the part of the width that is in use, as SVG writes it; all of it where that is not known
     * @param usedKnown whether it is known what is in use
     * @param style the name of its colours
     * @param title what a pointer shows
     */
    public record Segment(String x, String width, String used, boolean usedKnown, String style, String title) {}

    public static PartitionMap of(DiskInspection disk) {
        long capacity = Math.max(1, disk.image().capacity());
        List<Segment> segments = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Partition partition : disk.partitionTable().partitions()) {
            double from = clamp((double) partition.offset() / capacity * WIDTH, WIDTH - NARROWEST);
            double width = clamp((double) partition.size() / capacity * WIDTH, WIDTH - from);
            width = Math.max(width, NARROWEST);
            OptionalLong used = used(disk, partition);
            String size = ByteSize.text(Math.max(0, partition.size())) + inUse(used);
            segments.add(new Segment(
                    number(from),
                    number(width),
                    number(used.isPresent() ? width * share(used.getAsLong(), partition.size()) : width),
                    used.isPresent(),
                    style(partition),
                    "partition " + partition.index() + ", " + partition.type() + ", " + size));
            words.add(partition.index() + " " + partition.type() + " " + size);
        }
        String description = words.isEmpty()
                ? "No partitions on " + ByteSize.text(capacity)
                : "Partitions on " + ByteSize.text(capacity) + ": " + String.join(", ", words);
        return new PartitionMap(segments, description);
    }

    /** The part of a volume that is in use, in units of {@link #WIDTH}, as SVG writes it. */
    public static String fill(long used, long size) {
        return number(share(used, size) * WIDTH);
    }

    /** The part of a volume that is in use, in words: "9.5 GiB (37 %)". */
    public static String fullness(long used, long size) {
        return ByteSize.text(used) + " (" + Math.round(share(used, size) * 100) + " %)";
    }

    private static OptionalLong used(DiskInspection disk, Partition partition) {
        return disk.volumes().stream()
                .filter(volume -> volume.logicalVolume().isEmpty())
                .filter(volume -> volume.partitionIndex() == partition.index())
                .map(VolumeFacts::usedBytes)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static String inUse(OptionalLong used) {
        return used.isPresent() ? " with " + ByteSize.text(used.getAsLong()) + " in use" : "";
    }

    private static double share(long used, long size) {
        return size <= 0 ? 0 : clamp((double) used / size, 1);
    }

    private static double clamp(double value, double most) {
        return Math.max(0, Math.min(value, most));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String style(Partition partition) {
        String type = partition.type();
        if (type.equals(Partition.EFI_SYSTEM) || type.equals(PartitionTypes.BIOS_BOOT)) {
            return "p-boot";
        }
        if (type.equals("linux-swap")
                || type.equals(PartitionTypes.MICROSOFT_RESERVED)
                || type.equals(PartitionTypes.WINDOWS_RECOVERY)) {
            return "p-side";
        }
        return "p-data";
    }
}
