package dev.gen2lift.assess.sizing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What many machines and their disks were seen to do. Names are told apart without regard to the case of letters. */
public final class Performance {

    /** Nothing was measured. */
    public static final Performance NONE = new Performance(Map.of());

    /**
     * One row of measurements.
     *
     * @param disk the disk's name; empty where the row is about the machine
     */
    public record Sample(String vm, String disk, Load load) {}

    private record Key(String vm, String disk) {
        static Key of(String vm, String disk) {
            return new Key(vm.toLowerCase(Locale.ROOT), disk.toLowerCase(Locale.ROOT));
        }
    }

    private final Map<Key, Load> loads;

    private Performance(Map<Key, Load> loads) {
        this.loads = loads;
    }

    /**
     * @param percentile above 0, at most 100; of each counter the smallest sample that so many percent of the samples do
     *     not exceed (nearest rank)
     */
    public static Performance of(List<Sample> samples, int percentile) {
        if (percentile < 1 || percentile > 100) {
            throw new IllegalArgumentException("a percentile is 1 to 100, not " + percentile);
        }
        Map<Key, List<Load>> grouped = new HashMap<>();
        samples.forEach(sample -> grouped.computeIfAbsent(Key.of(sample.vm(), sample.disk()), key -> new ArrayList<>())
                .add(sample.load()));
        Map<Key, Load> loads = new HashMap<>();
        grouped.forEach((key, seen) -> loads.put(
                key,
                new Load(
                        at(percentile, seen, Load::iops),
                        at(percentile, seen, Load::throughput),
                        at(percentile, seen, Load::cpu),
                        at(percentile, seen, Load::memory))));
        return new Performance(loads);
    }

    private static OptionalDouble at(int percentile, List<Load> seen, Function<Load, OptionalDouble> counter) {
        List<Double> sorted = seen.stream()
                .map(counter)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int rank = (int) Math.ceil(percentile / 100.0 * sorted.size());
        return OptionalDouble.of(sorted.get(Math.max(rank, 1) - 1));
    }

    public boolean isEmpty() {
        return loads.isEmpty();
    }

    /** The machine as a whole. */
    public Load machine(String vm) {
        return loads.getOrDefault(Key.of(vm, ""), Load.UNKNOWN);
    }

    /** A disk of a machine, under any of the names that it goes by. */
    public Load disk(String vm, List<String> names) {
        return names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> loads.get(Key.of(vm, name)))
                .filter(load -> load != null)
                .findFirst()
                .orElse(Load.UNKNOWN);
    }
}
