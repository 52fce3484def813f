package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import dev.gen2lift.volume.MasterBootRecord;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Looks at how a disk starts: the loaders on its EFI system partitions, and its boot code. */
public final class BootInspection {

    /** EFI system partitions that are searched; firmware uses one. */
    private static final int MAX_SYSTEM_PARTITIONS = 8;

    private final ByteSource disk;
    private final PartitionTable table;
    private final List<GuestVolume> volumes;
    private final Optional<String> kernel;
    private final Optional<RevocationList> revocations;
    private final InspectionWarnings warnings;

    private BootInspection(
            ByteSource disk,
            PartitionTable table,
            List<GuestVolume> volumes,
            Optional<String> kernel,
            Optional<RevocationList> revocations,
            InspectionWarnings warnings) {
        this.disk = disk;
        this.table = table;
        this.volumes = volumes;
        this.kernel = kernel;
        this.revocations = revocations;
        this.warnings = warnings;
    }

    /**
     * How {@code disk} starts. What is damaged is a warning.
     *
     * @param volumes those that can be read
     * @param kernel name of the file that the boot menu starts, where there is one and it tells
     * @param revocations what firmware refuses, where that is known
     * @throws IOException where the storage below failed; never for what the disk holds
     */
    public static BootFacts inspect(
            ByteSource disk,
            PartitionTable table,
            List<GuestVolume> volumes,
            Optional<String> kernel,
            Optional<RevocationList> revocations,
            InspectionWarnings warnings)
            throws IOException {
        return new BootInspection(disk, table, volumes, kernel, revocations, warnings).inspect();
    }

    private BootFacts inspect() throws IOException {
        List<GuestVolume> systemVolumes = systemVolumes();
        List<BootLoader> loaders = new ArrayList<>();
        CheckBudget budget = CheckBudget.ofDisk();
        for (GuestVolume volume : systemVolumes) {
            loaders.addAll(EfiLoaders.find(volume, revocations, budget, warnings));
        }
        OptionalInt active = first(Partition::active);
        OptionalInt biosBoot = first(partition -> partition.type().equals(PartitionTypes.BIOS_BOOT));
        Fact<Boolean> code = bootCode();
        return new BootFacts(
                !loaders.isEmpty(),
                (active.isPresent() || biosBoot.isPresent()) && code.is(true),
                loaders,
                loaders.stream().anyMatch(FallbackLoaders::isFallback),
                secureBoot(loaders, systemVolumes),
                code,
                active,
                biosBoot);
    }

    private List<GuestVolume> systemVolumes() {
        List<GuestVolume> found = new ArrayList<>();
        int searched = 0;
        for (Partition partition : table.partitions()) {
            if (!partition.type().equals(Partition.EFI_SYSTEM)) {
                continue;
            }
            searched++;
            if (searched > MAX_SYSTEM_PARTITIONS) {
                warnings.add(new ImageWarning(
                        "partition " + partition.index(),
                        partition.offset(),
                        "more than " + MAX_SYSTEM_PARTITIONS + " EFI system partitions, the rest is passed over"));
                break;
            }
            volumes.stream()
                    .filter(volume -> volume.facts().partitionIndex() == partition.index())
                    .forEach(found::add);
        }
        return found;
    }

    private SecureBoot secureBoot(List<BootLoader> loaders, List<GuestVolume> systemVolumes) throws IOException {
        if (table.status() == PartitionTable.Status.DAMAGED) {
            return SecureBoot.unknown("the partition table is damaged");
        }
        boolean system = table.partitions().stream()
                .anyMatch(partition -> partition.type().equals(Partition.EFI_SYSTEM));
        if (system && systemVolumes.isEmpty()) {
            return SecureBoot.unknown("the EFI system partition cannot be read");
        }
        List<GuestVolume> others = volumes.stream()
                .filter(volume -> !systemVolumes.contains(volume))
                .toList();
        return SecureBootChain.follow(loaders, new InstalledSystems(others, kernel, revocations));
    }

    private OptionalInt first(Predicate<Partition> which) {
        return table.partitions().stream()
                .filter(which)
                .mapToInt(Partition::index)
                .findFirst();
    }

    private Fact<Boolean> bootCode() throws IOException {
        try {
            MasterBootRecord record = MasterBootRecord.read(disk);
            return Fact.known(record.signed() && record.bootCode(), "first sector");
        } catch (BadImageException e) {
            return Fact.unknown("first sector: " + e.reason());
        }
    }
}
