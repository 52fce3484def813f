package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.filesystem.FileSystemInfo;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.volume.MasterBootRecord;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTables;
import dev.gen2lift.volume.PartitionTypes;
import dev.gen2lift.volume.PartitionView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a disk without mounting it: how it is divided, what the partitions hold, how it starts, what is installed. A
 * damaged table or file system is a warning that names the structure, and everything else is still looked at.
 */
public final class DiskInspector {

    /** EFI system partitions that are searched; firmware uses one. */
    private static final int MAX_SYSTEM_PARTITIONS = 8;

    /** Volumes that are looked into; a GPT as every tool writes it has 128 entries. */
    static final int MAX_VOLUMES = 256;

    private final VirtualDisk disk;
    private final InspectionWarnings warnings = new InspectionWarnings();

    private DiskInspector(VirtualDisk disk) {
        this.disk = disk;
    }

    /**
     * Looks at {@code disk}, which stays open.
     *
     * @throws IOException where the storage below failed; never for what the disk holds
     */
    public static DiskInspection inspect(VirtualDisk disk) throws IOException {
        return new DiskInspector(disk).inspect();
    }

    /**
     * What is left to tell of an image whose content cannot be read, such as a differencing one without its parent
     * ({@link dev.gen2lift.disk.DiskImages#describe}): its headers. Everything else is unknown, and a warning says so.
     */
    public static DiskInspection ofHeaders(DiskInfo info) {
        InspectionWarnings warnings = new InspectionWarnings();
        warnings.addAll(info.warnings());
        PartitionTable table = LostTable.damaged(
                new ImageWarning("virtual disk", 0, "its content cannot be read, what is on it is not known"));
        warnings.addAll(table.warnings());
        return new DiskInspection(
                info,
                table,
                List.of(),
                new BootFacts(false, false, List.of()),
                GuestFacts.UNKNOWN,
                Generation.UNKNOWN,
                warnings.list());
    }

    private DiskInspection inspect() throws IOException {
        warnings.addAll(disk.info().warnings());
        PartitionTable table = table();
        List<VolumeFacts> volumes = volumes(table);
        if (table.scheme() == Scheme.NONE && isNothing(volumes)) {
            Optional<ImageWarning> lost = lostTable();
            table = lost.map(LostTable::damaged).orElse(table);
        }
        warnings.addAll(table.warnings());
        BootFacts boot = boot(table);
        GuestFacts guest = guest(table, volumes, boot);
        return new DiskInspection(
                disk.info(), table, volumes, boot, guest, GenerationInference.infer(table, boot), warnings.list());
    }

    private PartitionTable table() throws IOException {
        try {
            return PartitionTables.read(disk, disk.info().logicalSectorSize());
        } catch (BadImageException e) {
            return LostTable.damaged(new ImageWarning(e.structure(), e.offset(), e.reason()));
        }
    }

    private List<VolumeFacts> volumes(PartitionTable table) throws IOException {
        List<VolumeFacts> volumes = new ArrayList<>();
        if (table.scheme() == Scheme.NONE) {
            volumes.add(volume(0, disk, "the disk", 0));
        }
        for (Partition partition : table.partitions()) {
            volumes.add(volumes.size() < MAX_VOLUMES ? volume(partition) : nothing(partition, FileSystemType.UNKNOWN));
        }
        if (volumes.size() > MAX_VOLUMES) {
            warnings.add(new ImageWarning(
                    "partition table", 0, "more than " + MAX_VOLUMES + " partitions, the rest is not looked into"));
        }
        return volumes;
    }

    private VolumeFacts volume(Partition partition) throws IOException {
        // An extended partition holds links to others, and no file system.
        return partition.type().equals(PartitionTypes.EXTENDED)
                ? nothing(partition, FileSystemType.NONE)
                : volume(
                        partition.index(),
                        PartitionView.of(disk, partition),
                        "partition " + partition.index(),
                        partition.offset());
    }

    private static VolumeFacts nothing(Partition partition, FileSystemType type) {
        return new VolumeFacts(partition.index(), type.id(), Optional.empty());
    }

    private VolumeFacts volume(int index, ByteSource volume, String where, long base) throws IOException {
        try {
            FileSystemInfo info = FileSystems.detect(volume);
            return new VolumeFacts(index, info.type().id(), info.label());
        } catch (BadImageException e) {
            warnings.add(e, volume.name(), where, base);
            return new VolumeFacts(index, FileSystemType.UNKNOWN.id(), Optional.empty());
        }
    }

    private static boolean isNothing(List<VolumeFacts> volumes) {
        return volumes.stream()
                .allMatch(volume -> volume.fileSystem().equals(FileSystemType.NONE.id())
                        || volume.fileSystem().equals(FileSystemType.UNKNOWN.id()));
    }

    private Optional<ImageWarning> lostTable() throws IOException {
        try {
            return LostTable.find(disk);
        } catch (BadImageException e) {
            // The same damage as that which the table's reading has told.
            return Optional.empty();
        }
    }

    private BootFacts boot(PartitionTable table) throws IOException {
        List<BootLoader> loaders = new ArrayList<>();
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
            loaders.addAll(EfiLoaders.find(disk, partition, warnings));
        }
        boolean bios = table.partitions().stream()
                        .anyMatch(partition ->
                                partition.active() || partition.type().equals(PartitionTypes.BIOS_BOOT))
                && hasBootCode();
        return new BootFacts(!loaders.isEmpty(), bios, loaders);
    }

    private boolean hasBootCode() throws IOException {
        try {
            MasterBootRecord record = MasterBootRecord.read(disk);
            return record.signed() && record.bootCode();
        } catch (BadImageException e) {
            return false;
        }
    }

    private GuestFacts guest(PartitionTable table, List<VolumeFacts> volumes, BootFacts boot) throws IOException {
        GuestFamily family = GuestFamily.of(disk, table, volumes, boot.loaders());
        List<String> evidence = family.evidence();
        return new GuestFacts(
                family.family(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FallbackLoaders.architecture(boot.loaders()),
                Optional.empty(),
                evidence.isEmpty() ? Map.of() : Map.of("familyEvidence", String.join(", ", evidence)));
    }
}
