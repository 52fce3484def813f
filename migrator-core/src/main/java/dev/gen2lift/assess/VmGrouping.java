package dev.gen2lift.assess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sorts disk images into machines where no inventory says which belong together. */
public final class VmGrouping {

    private VmGrouping() {}

    /**
     * Each image that shows an installed system begins a machine, named after the file. One that shows none is a data
     * disk of the machine before it, or of the first one where it comes before all. One that could not be read is a
     * machine of its own: nothing says whose it is.
     */
    public static List<VmFacts> bySystem(List<Path> images, ImageInspector inspector) {
        List<Map<Path, DiskReading>> machines = new ArrayList<>();
        Map<Path, DiskReading> early = new LinkedHashMap<>();
        Map<Path, DiskReading> current = early;
        for (Path image : images) {
            DiskReading reading = DiskReading.of(image, List.of(), inspector);
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

    private static boolean starts(Map<Path, DiskReading> machine) {
        return machine.values().stream()
                .anyMatch(reading -> DiskRoles.bootSign(reading).isPresent());
    }

    private static VmFacts named(Map<Path, DiskReading> machine, ImageInspector inspector) {
        String file = String.valueOf(machine.keySet().iterator().next().getFileName());
        int dot = file.lastIndexOf('.');
        return VmFacts.of(dot > 0 ? file.substring(0, dot) : file, VmFacts.together(machine, inspector));
    }
}
