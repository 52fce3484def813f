package dev.gen2lift.assess;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Machines that do not exist. */
public final class VmExample {

    private VmExample() {}

    public static VmFacts of(DiskExample... disks) {
        return named("vm1", disks);
    }

    public static VmFacts named(String name, DiskExample... disks) {
        Map<Path, DiskReading> readings = new LinkedHashMap<>();
        for (DiskExample disk : disks) {
            readings.put(disk.path(), disk.reading());
        }
        return VmFacts.of(name, readings);
    }

    /** A sound Windows machine with one more disk. */
    public static VmFacts withData(DiskExample data) {
        return of(DiskExample.windowsGen2().path("os.vhdx"), data.path("data.vhdx"));
    }

    /** A machine whose only disk could not be inspected. */
    public static VmFacts failed(DiskReading reading) {
        return VmFacts.of("vm1", Map.of(Path.of("disk.vhdx"), reading));
    }
}
