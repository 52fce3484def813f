package dev.gen2lift.report;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A disk drawn to scale: where each partition lies, on a bar of {@link #WIDTH} units. */
public record PartitionMap(List<Segment> segments, String description) {

    public static final int WIDTH = 1000;

    /** Narrower would not be seen. */
    private static final double NARROWEST = 3;

    /**
     * @param x left edge in units, as SVG writes it
     * @param width in units, as SVG writes it
     * @param style the name of its colours
     * @param title what a pointer shows
     */
    public record Segment(String x, String width, String style, String title) {}

    public static PartitionMap of(DiskInspection disk) {
        long capacity = Math.max(1, disk.image().capacity());
        List<Segment> segments = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Partition partition : disk.partitionTable().partitions()) {
            double from = clamp((double) partition.offset() / capacity * WIDTH, WIDTH - NARROWEST);
            double width = clamp((double) partition.size() / capacity * WIDTH, WIDTH - from);
            width = Math.max(width, NARROWEST);
            String size = ByteSize.text(Math.max(0, partition.size()));
            segments.add(new Segment(
                    number(from),
                    number(width),
                    style(partition),
                    "partition " + partition.index() + ", " + partition.type() + ", " + size));
            words.add(partition.index() + " " + partition.type() + " " + size);
        }
        String description = words.isEmpty()
                ? "No partitions on " + ByteSize.text(capacity)
                : "Partitions on " + ByteSize.text(capacity) + ": " + String.join(", ", words);
        return new PartitionMap(segments, description);
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
