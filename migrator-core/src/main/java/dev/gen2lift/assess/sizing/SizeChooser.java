package dev.gen2lift.assess.sizing;

import dev.gen2lift.assess.sizing.SizeChoice.TooSmall;
import dev.gen2lift.assess.sizing.VmSize.Controller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses the smallest size that fits, a vCPU weighing as much as {@value #GIBIBYTES_OF_A_VCPU} GiB of memory, which is
 * about what Azure's list prices make of it; among equals the one with fewer vCPUs, then the first of the catalogue. The
 * same needs and the same catalogue give the same size.
 *
 * <p>Without a wish for series, sizes that retire, burstable ones and those of series that gen2lift does not know are left out, sizes that attach disks by NVMe only
 * and sizes with a temporary disk come after the others: the former are refused to a guest whose drivers are not known,
 * the latter move a Windows guest's drive D:.
 */
public final class SizeChooser {

    private static final int SMALLER_SHOWN = 3;

    /** Between sizes of a family that differ in nothing but memory: 4 vCPUs with 8, 16 and 32 GiB. */
    static final int GIBIBYTES_OF_A_VCPU = 8;

    private static final Comparator<VmSize> BY_SIZE =
            Comparator.comparingLong(SizeChooser::weight).thenComparingInt(VmSize::vcpus);

    private final SizeCatalogue catalogue;
    private final List<VmSize> candidates;
    private final Set<String> series;

    /**
     * @param series the only ones to choose from, as "Dsv5", in any case; empty for what is usual
     * @throws IllegalArgumentException where the catalogue has none of the series, in words for the user
     */
    public SizeChooser(SizeCatalogue catalogue, List<String> series) {
        this.catalogue = catalogue;
        this.series = series.stream().map(SizeChooser::key).collect(Collectors.toCollection(TreeSet::new));
        Comparator<VmSize> order = BY_SIZE;
        if (series.isEmpty()) {
            order = order.thenComparing(size -> size.temporaryDisk() > 0)
                    .thenComparing(size -> !size.controllers().contains(Controller.SCSI));
        }
        this.candidates = catalogue.sizes().stream()
                .filter(size -> series.isEmpty() ? isUsual(size) : this.series.contains(key(size.series())))
                .sorted(order)
                .toList();
        if (candidates.isEmpty() && !series.isEmpty()) {
            throw new IllegalArgumentException("no sizes of the series " + String.join(", ", series) + " in "
                    + catalogue.origin() + "; it has " + seriesOf(catalogue));
        }
    }

    /** Of the series that gen2lift knows: others have GPUs, or are for supercomputers, or are old. */
    private static boolean isUsual(VmSize size) {
        return !size.burstable()
                && size.retires().isEmpty()
                && SizeCatalogue.bundled().sizes().stream()
                        .anyMatch(known -> known.series().equals(size.series()));
    }

    private static long weight(VmSize size) {
        return ((long) size.vcpus() * GIBIBYTES_OF_A_VCPU << 30) + size.memory();
    }

    private static String seriesOf(SizeCatalogue catalogue) {
        return catalogue.sizes().stream().map(VmSize::series).distinct().collect(Collectors.joining(", "));
    }

    /** "Dsv5", "dsv5", "Ds_v5" and "Standard_Dsv5" are one series. */
    private static String key(String series) {
        String key = series.strip().toLowerCase(Locale.ROOT).replace("_", "");
        return key.startsWith("standard") ? key.substring("standard".length()) : key;
    }

    /** The smallest size that fits; none where none does, with the reason that the nearest one gives. */
    public SizeChoice choose(SizeNeeds needs) {
        List<TooSmall> passed = new ArrayList<>();
        List<VmSize> missed = new ArrayList<>();
        for (VmSize size : candidates) {
            List<String> lacks = Fit.lacks(size, needs);
            if (lacks.isEmpty()) {
                return new SizeChoice(Optional.of(size), reasons(size, needs), nextSmaller(size, missed, passed));
            }
            missed.add(size);
            passed.add(new TooSmall(size.name(), lacks));
        }
        List<TooSmall> nearest = nearest(passed);
        return new SizeChoice(
                Optional.empty(),
                List.of("No size of " + catalogue.origin() + " fits: " + Fit.text(needs) + "."),
                nearest);
    }

    private List<String> reasons(VmSize size, SizeNeeds needs) {
        List<String> reasons = new ArrayList<>();
        reasons.add("The smallest of " + catalogue.origin() + " that fits: " + Fit.text(needs) + ".");
        if (!series.isEmpty()) {
            reasons.add("Only these series were asked for: " + String.join(", ", series) + ".");
        }
        if (catalogue.region().isEmpty()) {
            reasons.add("Whether a region has it was not asked.");
        }
        if (!size.controllers().contains(Controller.SCSI)) {
            reasons.add("It attaches disks by NVMe only, which the guest has a driver for.");
        }
        if (size.temporaryDisk() > 0) {
            reasons.add("It has a temporary disk, which becomes drive D: of a Windows guest.");
        }
        size.retires().ifPresent(day -> reasons.add("It is retired on " + day + "."));
        return reasons;
    }

    /** Of sizes that weigh the same the first, the largest before the smaller. */
    private static List<TooSmall> nextSmaller(VmSize chosen, List<VmSize> missed, List<TooSmall> passed) {
        List<TooSmall> smaller = new ArrayList<>();
        for (int i = missed.size() - 1; i >= 0 && smaller.size() < SMALLER_SHOWN; i--) {
            VmSize size = missed.get(i);
            boolean firstOfStep = i == 0 || BY_SIZE.compare(missed.get(i - 1), size) != 0;
            if (firstOfStep && BY_SIZE.compare(size, chosen) < 0) {
                smaller.add(passed.get(i));
            }
        }
        return smaller;
    }

    /** Those that lack the least, the largest first. */
    private static List<TooSmall> nearest(List<TooSmall> passed) {
        List<TooSmall> largestFirst = new ArrayList<>(passed);
        Collections.reverse(largestFirst);
        return largestFirst.stream()
                .sorted(Comparator.comparingInt(size -> size.lacks().size()))
                .limit(SMALLER_SHOWN)
                .toList();
    }
}
