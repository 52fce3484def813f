package dev.gen2lift.assess;

import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks into many disks at once. What is held of a disk is what was seen of it, so memory grows with the number of disks
 * and not with their sizes. Results are in the order of what was asked for, whichever was read first.
 */
public final class FleetReader implements Closeable {

    /** Hears how far the reading has come; from several threads. */
    public interface Listener {
        /** So many more disks will be looked into. */
        void planned(int disks);

        /** One has been looked into, or could not be. */
        void read(Path image);
    }

    private final ImageInspector inspector;
    private final Listener listener;
    private final ExecutorService executor;

    /** @param threads how many disks are looked into at once */
    public FleetReader(ImageInspector inspector, int threads, Listener listener) {
        this.inspector = inspector;
        this.listener = listener;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /**
     * Machines that an inventory describes. A disk that several of them share is looked into once.
     *
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public List<VmFacts> machines(List<LocatedMachine> machines) throws InterruptedException {
        Set<Path> images = new LinkedHashSet<>();
        for (LocatedMachine machine : machines) {
            machine.disks().stream()
                    .filter(disk -> disk.missing().isEmpty())
                    .map(LocatedDisk::image)
                    .forEach(images::add);
        }
        Map<Path, DiskReading> readings = read(images);
        return machines.stream().map(machine -> facts(machine, readings)).toList();
    }

    private VmFacts facts(LocatedMachine machine, Map<Path, DiskReading> readings) {
        Map<Path, DiskReading> own = new LinkedHashMap<>();
        Map<Path, DiskReading> missing = new LinkedHashMap<>();
        for (LocatedDisk disk : machine.disks()) {
            DiskReading reading = readings.get(disk.image());
            DiskReading.Unreadable lacking =
                    new DiskReading.Unreadable(disk.missing().orElse("it was not looked into"));
            own.put(disk.image(), reading == null || disk.missing().isPresent() ? lacking : reading);
            if (disk.missing().isPresent()) {
                missing.put(disk.image(), lacking);
            }
        }
        Map<Path, DiskReading> read = new LinkedHashMap<>(own);
        missing.keySet().forEach(read::remove);
        own.putAll(VmFacts.together(read, inspector));
        return VmFacts.of(machine, own);
    }

    /** Images in the order given, sorted into machines by {@link VmGrouping#bySystem}. */
    public List<VmFacts> images(List<Path> images) throws InterruptedException {
        Map<Path, DiskReading> readings = read(images);
        return VmGrouping.bySystem(readings, inspector);
    }

    /** Images that lie in folders, sorted into machines by {@link VmGrouping#byName}. */
    public List<VmFacts> folders(List<Path> images) throws InterruptedException {
        return VmGrouping.byName(read(images), inspector);
    }

    /** All images are the disks of one machine. */
    public VmFacts machine(String name, List<Path> images) throws InterruptedException {
        return VmFacts.of(name, VmFacts.together(read(images), inspector));
    }

    private Map<Path, DiskReading> read(Collection<Path> images) throws InterruptedException {
        Set<Path> distinct = new LinkedHashSet<>(images);
        listener.planned(distinct.size());
        Map<Path, Future<DiskReading>> started = new LinkedHashMap<>();
        distinct.forEach(image -> started.put(image, executor.submit(() -> look(image))));
        Map<Path, DiskReading> readings = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, Future<DiskReading>> one : started.entrySet()) {
                readings.put(one.getKey(), one.getValue().get());
            }
        } catch (ExecutionException e) {
            new ArrayList<>(started.values()).forEach(future -> future.cancel(true));
            throw new IllegalStateException(e.getCause());
        }
        return readings;
    }

    private DiskReading look(Path image) {
        try {
            return DiskReading.of(image, List.of(), inspector);
        } catch (RuntimeException e) {
            // a fault of ours at one image must not cost the assessment of all others
            return new DiskReading.Unreadable("internal error: " + e);
        } finally {
            listener.read(image);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
