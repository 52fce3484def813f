package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.boot.BootFacts;
import dev.gen2lift.guest.boot.BootInspection;
import dev.gen2lift.guest.boot.FallbackLoaders;
import dev.gen2lift.guest.boot.RevocationList;
import dev.gen2lift.guest.linux.KernelFacts;
import dev.gen2lift.guest.linux.LinuxReader;
import dev.gen2lift.guest.windows.WindowsReader;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTables;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a disk without mounting it: how it is divided, what the partitions hold, how it starts, what is installed. A
 * damaged table or file system is a warning that names the structure, and everything else is still looked at.
 */
public final class DiskInspector {

    /** The families of systems that are recognised by their files, the first that finds its own wins. */
    private static final List<GuestReader> READERS = List.of(new WindowsReader(), new LinuxReader());

    private final VirtualDisk disk;
    private final List<VirtualDisk> others;
    private final CountingDisk content;
    private final Optional<RevocationList> revocations;
    private final InspectionWarnings warnings = new InspectionWarnings();

    private DiskInspector(VirtualDisk disk, List<VirtualDisk> others, Optional<RevocationList> revocations) {
        this.disk = disk;
        this.others = others;
        this.revocations = revocations;
        this.content = new CountingDisk(disk);
    }

    /**
     * Looks at {@code disk}, which stays open.
     *
     * @throws IOException where the storage below failed; never for what the disk holds
     */
    public static DiskInspection inspect(VirtualDisk disk) throws IOException {
        return inspect(disk, List.of());
    }

    /**
     * Looks at {@code disk}, of which logical volumes may reach onto the machine's other disks.
     *
     * @param others the machine's other disks, which stay open
     * @throws IOException where the storage below failed; never for what the disks hold
     */
    public static DiskInspection inspect(VirtualDisk disk, List<VirtualDisk> others) throws IOException {
        return inspect(disk, others, Optional.empty());
    }

    /**
     * As {@link #inspect(VirtualDisk, List)}, and tells which boot loaders firmware would refuse.
     *
     * @param revocations what the firmware that the disk is to start under has revoked
     */
    public static DiskInspection inspect(
            VirtualDisk disk, List<VirtualDisk> others, Optional<RevocationList> revocations) throws IOException {
        return new DiskInspector(disk, others, revocations).inspect();
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
                0,
                warnings.list());
    }

    private DiskInspection inspect() throws IOException {
        warnings.addAll(disk.info().warnings());
        PartitionTable table = table();
        Volumes volumes = Volumes.of(content, table, others, warnings);
        if (table.scheme() == Scheme.NONE && volumes.areNothing()) {
            Optional<ImageWarning> lost = lostTable();
            table = lost.map(LostTable::damaged).orElse(table);
        }
        warnings.addAll(table.warnings());
        Optional<GuestFacts> installed = installed(volumes);
        BootFacts boot = BootInspection.inspect(
                content, table, volumes.readable(), installed.flatMap(DiskInspector::kernel), revocations, warnings);
        GuestFacts guest = installed.isPresent()
                ? installed.get().orArchitecture(FallbackLoaders.architecture(boot.loaders()))
                : traces(table, volumes, boot);
        return new DiskInspection(
                disk.info(),
                table,
                volumes.all(),
                boot,
                guest,
                GenerationInference.infer(table, boot),
                content.bytesRead(),
                warnings.list());
    }

    private PartitionTable table() throws IOException {
        try {
            return PartitionTables.read(content, disk.info().logicalSectorSize());
        } catch (BadImageException e) {
            return LostTable.damaged(new ImageWarning(e.structure(), e.offset(), e.reason()));
        }
    }

    private Optional<ImageWarning> lostTable() throws IOException {
        try {
            return LostTable.find(content);
        } catch (BadImageException e) {
            // The same damage as that which the table's reading has told.
            return Optional.empty();
        }
    }

    private Optional<GuestFacts> installed(Volumes volumes) throws IOException {
        for (GuestReader reader : READERS) {
            Optional<GuestFacts> guest = reader.read(volumes.readable(), warnings);
            if (guest.isPresent()) {
                return guest;
            }
        }
        return Optional.empty();
    }

    /** The name of the kernel that the boot menu starts. */
    private static Optional<String> kernel(GuestFacts guest) {
        return guest.facts()
                .get(KernelFacts.DEFAULT_ENTRY)
                .asOptional()
                .map(entry -> entry.kernel().substring(entry.kernel().lastIndexOf('/') + 1));
    }

    /** What is left to tell of a system whose files cannot be read. */
    private GuestFacts traces(PartitionTable table, Volumes volumes, BootFacts boot) throws IOException {
        GuestFamily family = GuestFamily.of(content, table, volumes.all(), boot.loaders());
        List<String> evidence = family.evidence();
        return GuestFacts.ofFamily(
                family.family(),
                FallbackLoaders.architecture(boot.loaders()),
                evidence.isEmpty()
                        ? Facts.NONE
                        : Facts.builder()
                                .known(GuestFacts.FAMILY_EVIDENCE, evidence, "how the disk is divided and starts")
                                .build());
    }
}
