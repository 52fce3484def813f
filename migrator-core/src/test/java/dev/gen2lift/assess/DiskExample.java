package dev.gen2lift.assess;

import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Encryption;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.guest.boot.BootFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.SecureBoot;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Inspections of disks that do not exist: start from a sound one and change what the test is about. */
public final class DiskExample {

    private static final UUID ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");

    private Path path = Path.of("disk.vhdx");
    private DiskFormat format = DiskFormat.VHDX;
    private DiskKind kind = DiskKind.FIXED;
    private List<DiskInfo.ChainLink> parents = List.of();
    private long capacity = 128 * ByteSize.GIB;
    private long allocated = -1;
    private int logicalSector = 512;
    private int physicalSector = 512;
    private boolean logReplayed;
    private final List<ImageWarning> imageWarnings = new ArrayList<>();
    private final List<ImageWarning> tableWarnings = new ArrayList<>();
    private PartitionTable.Scheme scheme = PartitionTable.Scheme.GPT;
    private PartitionTable.Status status = PartitionTable.Status.HEALTHY;
    private final List<Partition> partitions = new ArrayList<>();
    private final List<VolumeFacts> volumes = new ArrayList<>();
    private final List<BootLoader> loaders = new ArrayList<>();
    private final List<ImageWarning> otherWarnings = new ArrayList<>();
    private SecureBoot secureBoot = SecureBoot.unknown("not looked at");
    private boolean bios;
    private GuestFacts guest = GuestFacts.UNKNOWN;
    private Generation generation = Generation.UNKNOWN;

    private DiskExample() {}

    /** A fixed VHDX with a GPT and nothing in it: a data disk without any finding of weight. */
    public static DiskExample data() {
        return new DiskExample();
    }

    /** Windows as its setup lays it out for UEFI. */
    public static DiskExample windowsGen2() {
        return data().generation(Generation.V2)
                .guest(GuestExample.windows())
                .secureBoot(Fact.known(true, "each stage is trusted by the one before it"))
                .partition("efi-system", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", 1, 100, "fat32")
                .partition("microsoft-reserved", "E3C9E316-0B5C-4DB8-817D-F92DF00215AE", 101, 16, "none")
                .partition("microsoft-basic-data", "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", 117, 100_000, "ntfs")
                .loader("EFI/Boot/bootx64.efi", Architecture.X64)
                .loader("EFI/Microsoft/Boot/bootmgfw.efi", Architecture.X64);
    }

    /** Linux as distributions lay it out for UEFI, with the loader where firmware falls back to. */
    public static DiskExample linuxGen2() {
        return data().generation(Generation.V2)
                .guest(GuestExample.linux())
                .secureBoot(Fact.known(true, "each stage is trusted by the one before it"))
                .partition("efi-system", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", 1, 512, "fat32")
                .partition("linux-filesystem", "0FC63DAF-8483-4772-8E79-3D69D8477DE4", 513, 100_000, "ext4")
                .loader("EFI/BOOT/BOOTX64.EFI", Architecture.X64)
                .loader("EFI/debian/shimx64.efi", Architecture.X64);
    }

    /** Windows as its setup lays it out for a BIOS. */
    public static DiskExample windowsGen1() {
        return data().mbr()
                .generation(Generation.V1)
                .bios()
                .guest(GuestExample.windows())
                .activePartition("07", 1, 500, "ntfs")
                .partition("microsoft-basic-data", "07", 501, 100_000, "ntfs");
    }

    public DiskExample path(String text) {
        path = Path.of(text);
        return this;
    }

    public DiskExample format(DiskFormat value, DiskKind of) {
        format = value;
        kind = of;
        return this;
    }

    public DiskExample parents(DiskInfo.ChainLink... links) {
        kind = DiskKind.DIFFERENCING;
        parents = List.of(links);
        return this;
    }

    /** Bytes. */
    public DiskExample capacity(long bytes) {
        capacity = bytes;
        return this;
    }

    /** Bytes. */
    public DiskExample allocated(long bytes) {
        allocated = bytes;
        return this;
    }

    public DiskExample sectors(int logical, int physical) {
        logicalSector = logical;
        physicalSector = physical;
        return this;
    }

    public DiskExample logReplayed() {
        logReplayed = true;
        return this;
    }

    public DiskExample imageWarning(String structure, String message) {
        imageWarnings.add(new ImageWarning(structure, 0, message));
        return this;
    }

    public DiskExample tableWarning(String structure, String message) {
        tableWarnings.add(new ImageWarning(structure, 512, message));
        return this;
    }

    public DiskExample mbr() {
        scheme = PartitionTable.Scheme.MBR;
        return this;
    }

    public DiskExample table(PartitionTable.Scheme value, PartitionTable.Status how) {
        scheme = value;
        status = how;
        return this;
    }

    public DiskExample withoutPartitions() {
        partitions.clear();
        volumes.clear();
        loaders.clear();
        return this;
    }

    /** At {@code offset} MiB, {@code size} MiB long. */
    public DiskExample partition(String type, String typeId, long offset, long size, String fileSystem) {
        return partition(type, typeId, "", offset, size, fileSystem, Optional.empty(), false);
    }

    public DiskExample activePartition(String typeId, long offset, long size, String fileSystem) {
        return partition("microsoft-basic-data", typeId, "", offset, size, fileSystem, Optional.empty(), true);
    }

    public DiskExample partition(
            String type,
            String typeId,
            String name,
            long offset,
            long size,
            String fileSystem,
            Optional<String> label,
            boolean active) {
        int index = partitions.size() + 1;
        partitions.add(new Partition(
                index, type, typeId, name, Optional.empty(), offset * ByteSize.MIB, size * ByteSize.MIB, active));
        volumes.add(VolumeFacts.ofSignature(index, size * ByteSize.MIB, fileSystem, label));
        return this;
    }

    public DiskExample fileSystem(int partition, String fileSystem) {
        VolumeFacts before = volumes.get(partition - 1);
        volumes.set(partition - 1, VolumeFacts.ofSignature(partition, before.size(), fileSystem, Optional.empty()));
        return this;
    }

    /** So many bytes of a partition's file system are in use. */
    public DiskExample used(int partition, long bytes) {
        VolumeFacts before = volumes.get(partition - 1);
        volumes.set(
                partition - 1,
                new VolumeFacts(
                        partition,
                        Optional.empty(),
                        before.size(),
                        before.fileSystem(),
                        before.label(),
                        Optional.empty(),
                        OptionalLong.of(bytes),
                        Optional.empty(),
                        before.encryption()));
        return this;
    }

    public DiskExample loader(String file, Architecture architecture) {
        return loader(new BootLoader(file, architecture, true, List.of("CN=Example")));
    }

    public DiskExample loader(BootLoader loader) {
        loaders.add(loader);
        return this;
    }

    public DiskExample withoutLoader(String file) {
        loaders.removeIf(loader -> loader.path().equalsIgnoreCase(file));
        return this;
    }

    public DiskExample withoutLoaders() {
        loaders.clear();
        return this;
    }

    public DiskExample bios() {
        bios = true;
        return this;
    }

    public DiskExample secureBoot(Fact<Boolean> ready) {
        secureBoot = new SecureBoot(ready, List.of(ready.explanation()));
        return this;
    }

    public DiskExample guest(GuestExample value) {
        return guest(value.facts());
    }

    public DiskExample volume(VolumeFacts volume) {
        volumes.add(volume);
        return this;
    }

    /** By what a volume that is encrypted can be unlocked. */
    public DiskExample encryption(int partition, boolean suspended, String... protectors) {
        VolumeFacts before = volumes.get(partition - 1);
        volumes.set(
                partition - 1,
                new VolumeFacts(
                        partition,
                        Optional.empty(),
                        before.size(),
                        before.fileSystem(),
                        before.label(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.of("encrypted by BitLocker"),
                        Optional.of(new Encryption(suspended, "xts-aes-128", List.of(protectors)))));
        return this;
    }

    /** A warning of a file system on it. */
    public DiskExample warning(String structure, String message) {
        otherWarnings.add(new ImageWarning(structure, 0, message));
        return this;
    }

    public DiskExample guest(GuestFacts value) {
        guest = value;
        return this;
    }

    /** What the inspection tells of the guest before it reads the guest's files. */
    public DiskExample family(GuestFacts.Family family, String evidence) {
        return guest(GuestFacts.ofFamily(
                family,
                Optional.empty(),
                Facts.builder()
                        .known(GuestFacts.FAMILY_EVIDENCE, List.of(evidence), "the disk")
                        .build()));
    }

    public DiskExample generation(Generation value) {
        generation = value;
        return this;
    }

    public DiskInspection inspection() {
        List<DiskInfo.ChainLink> chain = new ArrayList<>();
        chain.add(new DiskInfo.ChainLink(path, kind, Optional.of(ID)));
        chain.addAll(parents);
        List<ImageWarning> all = new ArrayList<>(imageWarnings);
        all.addAll(tableWarnings);
        all.addAll(otherWarnings);
        return new DiskInspection(
                new DiskInfo(
                        path,
                        format,
                        kind,
                        capacity,
                        logicalSector,
                        physicalSector,
                        0,
                        allocated < 0 ? capacity : allocated,
                        capacity,
                        Optional.of(ID),
                        logReplayed,
                        chain,
                        imageWarnings),
                new PartitionTable(scheme, status, Optional.of("DISK-ID"), partitions, tableWarnings),
                volumes,
                boot(),
                guest,
                generation,
                0,
                all);
    }

    private BootFacts boot() {
        BootFacts plain = new BootFacts(!loaders.isEmpty(), bios, loaders);
        return new BootFacts(
                plain.uefi(),
                plain.bios(),
                plain.loaders(),
                plain.fallbackLoader(),
                secureBoot,
                plain.biosBootCode(),
                plain.activePartition(),
                plain.biosBootPartition());
    }

    public DiskReading reading() {
        return new DiskReading.Inspected(inspection());
    }

    public Path path() {
        return path;
    }
}
