package dev.gen2lift.assess;

import dev.gen2lift.disk.DiskInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Sorts disk images into machines where no inventory says which belong together. */
public final class VmGrouping {

    /** Letters that two names have to have in common at least, for their disks to be taken for one machine's. */
    private static final int MIN_COMMON = 3;

    /** What Hyper-V puts behind an image's name when it makes a checkpoint. */
    private static final Pattern CHECKPOINT_SUFFIX =
            Pattern.compile("_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", Pattern.CASE_INSENSITIVE);

    private VmGrouping() {}

    /** As {@link #bySystem(Map, ImageInspector)}, looking into one image after the other. */
    public static List<VmFacts> bySystem(List<Path> images, ImageInspector inspector) {
        Map<Path, DiskReading> readings = new LinkedHashMap<>();
        images.forEach(image -> readings.put(image, DiskReading.of(image, List.of(), inspector)));
        return bySystem(readings, inspector);
    }

    /**
     * Each image that shows an installed system begins a machine, named after the file. One that shows none is a data
     * disk of the machine before it, or of the first one where it comes before all. One that could not be read is a
     * machine of its own: nothing says whose it is.
     */
    static List<VmFacts> bySystem(Map<Path, DiskReading> readings, ImageInspector inspector) {
        List<Map<Path, DiskReading>> machines = new ArrayList<>();
        Map<Path, DiskReading> early = new LinkedHashMap<>();
        Map<Path, DiskReading> current = early;
        for (Map.Entry<Path, DiskReading> entry : readings.entrySet()) {
            Path image = entry.getKey();
            DiskReading reading = entry.getValue();
            if (!(reading instanceof DiskReading.Inspected)) {
                machines.add(Map.of(image, reading));
            } else if (DiskRoles.bootSign(reading).isPresent()) {
                current = new LinkedHashMap<>(Map.of(image, reading));
                if (machines.stream().noneMatch(VmGrouping::starts)) {
                    current.putAll(early);
                    early = new LinkedHashMap<>();
                }
                machines.add(current);
            } else {
                current.put(image, reading);
            }
        }
        if (!early.isEmpty()) {
            machines.add(early);
        }
        return machines.stream().map(machine -> named(machine, inspector)).toList();
    }

    /**
     * Images of folders, in any order: an image that is the parent of another is part of that one. Each that shows an
     * installed system begins a machine. One that shows none belongs to the machine of its folder whose name begins most
     * like its own, or to the only one there; where nothing says whose it is, it is a machine of its own. An image that
     * could not be read may be the one with the system: see {@link UnreadSystems}.
     */
    static List<VmFacts> byName(Map<Path, DiskReading> readings, ImageInspector inspector) {
        Map<Path, DiskReading> tops = new LinkedHashMap<>(readings);
        Set<Path> parents = parents(readings);
        tops.keySet().removeIf(image -> parents.contains(normal(image)));
        Map<Path, Map<Path, DiskReading>> machines = new LinkedHashMap<>();
        tops.forEach((image, reading) -> {
            if (DiskRoles.bootSign(reading).isPresent()) {
                machines.put(image, new LinkedHashMap<>(Map.of(image, reading)));
            }
        });
        List<Path> systems = List.copyOf(machines.keySet());
        Map<Path, DiskReading> others = new LinkedHashMap<>(tops);
        others.keySet().removeAll(systems);
        Map<Path, String> unread = new UnreadSystems(systems, VmGrouping::name).machines(others);
        others.forEach((image, reading) -> {
            Path owner = Optional.ofNullable(unread.get(image))
                    .map(machine -> normal(image).resolveSibling(machine))
                    .orElseGet(() -> owner(image, systems).orElse(image));
            machines.computeIfAbsent(owner, key -> new LinkedHashMap<>()).put(image, reading);
        });
        return machines.values().stream()
                .map(machine -> VmFacts.of(
                        Optional.ofNullable(
                                        unread.get(machine.keySet().iterator().next()))
                                .orElseGet(() -> nameOf(machine)),
                        VmFacts.together(machine, inspector)))
                .toList();
    }

    private static Set<Path> parents(Map<Path, DiskReading> readings) {
        Set<Path> parents = new HashSet<>();
        for (DiskReading reading : readings.values()) {
            if (reading instanceof DiskReading.Inspected inspected) {
                inspected.inspection().image().chain().stream()
                        .skip(1)
                        .map(DiskInfo.ChainLink::path)
                        .forEach(parent -> parents.add(normal(parent)));
            }
        }
        return parents;
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Optional<Path> owner(Path image, List<Path> systems) {
        List<Path> near = systems.stream()
                .filter(system ->
                        normal(system).resolveSibling("").equals(normal(image).resolveSibling("")))
                .toList();
        if (near.size() == 1) {
            return Optional.of(near.get(0));
        }
        Path best = null;
        int most = MIN_COMMON - 1;
        boolean tie = false;
        for (Path system : near) {
            int common = common(name(image), name(system));
            tie = common == most || common < most && tie;
            if (common > most) {
                best = system;
                most = common;
            }
        }
        return tie ? Optional.empty() : Optional.ofNullable(best);
    }

    private static int common(String one, String other) {
        int length = 0;
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        while (length < first.length() && length < second.length() && first.charAt(length) == second.charAt(length)) {
            length++;
        }
        return length;
    }

    private static boolean starts(Map<Path, DiskReading> machine) {
        return machine.values().stream()
                .anyMatch(reading -> DiskRoles.bootSign(reading).isPresent());
    }

    private static VmFacts named(Map<Path, DiskReading> machine, ImageInspector inspector) {
        return VmFacts.of(nameOf(machine), VmFacts.together(machine, inspector));
    }

    private static String nameOf(Map<Path, DiskReading> machine) {
        return name(machine.keySet().iterator().next());
    }

    private static String name(Path image) {
        String file = String.valueOf(image.getFileName());
        int dot = file.lastIndexOf('.');
        return CHECKPOINT_SUFFIX
                .matcher(dot > 0 ? file.substring(0, dot) : file)
                .replaceFirst("");
    }
}
