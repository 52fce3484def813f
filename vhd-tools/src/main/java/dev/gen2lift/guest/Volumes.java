package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemInfo;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTypes;
import dev.gen2lift.volume.PartitionView;
import dev.gen2lift.volume.lvm.LogicalVolume;
import dev.gen2lift.volume.lvm.LogicalVolumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Finds the volumes of a disk, tells what each holds, and opens those whose files can be read. */
final class Volumes {

    /** Volumes that are looked into; a GPT as every tool writes it has 128 entries. */
    static final int MAX = 256;

    private final ByteSource disk;
    private final PartitionTable table;
    private final InspectionWarnings warnings;
    private final List<VolumeFacts> all = new ArrayList<>();
    private final List<GuestVolume> readable = new ArrayList<>();
    private final List<ByteSource> members = new ArrayList<>();

    private Volumes(ByteSource disk, PartitionTable table, InspectionWarnings warnings) {
        this.disk = disk;
        this.table = table;
        this.warnings = warnings;
    }

    /** @param others the machine's other disks, of which only the physical volumes of LVM2 are looked at */
    static Volumes of(ByteSource disk, PartitionTable table, List<VirtualDisk> others, InspectionWarnings warnings)
            throws IOException {
        Volumes volumes = new Volumes(disk, table, warnings);
        if (table.scheme() == Scheme.NONE) {
            volumes.look(0, disk, 0, Optional.empty());
        }
        for (Partition partition : table.partitions()) {
            volumes.look(partition);
        }
        if (volumes.all.size() > MAX) {
            warnings.add(new ImageWarning(
                    "partition table", 0, "more than " + MAX + " partitions, the rest is not looked into"));
        }
        volumes.lookIntoGroups(others);
        return volumes;
    }

    /** One for each partition, in the table's order, or a single one where there is no table; then the logical ones. */
    List<VolumeFacts> all() {
        return List.copyOf(all);
    }

    List<GuestVolume> readable() {
        return List.copyOf(readable);
    }

    /** Whether nothing was recognised. */
    boolean areNothing() {
        return all.stream()
                .allMatch(volume -> volume.fileSystem().equals(FileSystemType.NONE.id())
                        || volume.fileSystem().equals(FileSystemType.UNKNOWN.id()));
    }

    private void lookIntoGroups(List<VirtualDisk> others) throws IOException {
        if (members.isEmpty()) {
            return;
        }
        LogicalVolumes.Found found = LogicalVolumes.find(members, OtherDisks.volumes(others));
        for (BadImageException problem : found.problems()) {
            warnings.add(new ImageWarning(problem.structure(), problem.offset(), problem.reason()));
        }
        for (LogicalVolume volume : found.volumes()) {
            VolumeFacts facts = VolumeFacts.ofLogicalVolume(volume.name(), volume.size());
            if (volume.content().isEmpty()) {
                all.add(facts.unreadable(volume.unreadable().orElse("not among the disks")));
            } else if (all.size() < MAX) {
                look(facts, volume.content().get(), 0, Optional.empty());
            }
        }
    }

    private void look(Partition partition) throws IOException {
        PartitionView view = PartitionView.of(disk, partition);
        if (partition.type().equals(PartitionTypes.EXTENDED)) {
            // It holds links to others, and no file system.
            all.add(signature(partition.index(), view, FileSystemInfo.of(FileSystemType.NONE)));
        } else if (all.size() >= MAX) {
            all.add(signature(partition.index(), view, FileSystemInfo.of(FileSystemType.UNKNOWN)));
        } else {
            look(partition.index(), view, partition.offset(), Optional.of(partition));
        }
    }

    private void look(int index, ByteSource content, long base, Optional<Partition> partition) throws IOException {
        look(signature(index, content, FileSystemInfo.of(FileSystemType.UNKNOWN)), content, base, partition);
    }

    private void look(VolumeFacts nothing, ByteSource content, long base, Optional<Partition> partition)
            throws IOException {
        VolumeFacts facts = nothing;
        try {
            FileSystemInfo info = FileSystems.detect(content);
            facts = nothing.with(info);
            if (info.type() == FileSystemType.LVM2) {
                members.add(content);
            }
            Optional<FileSystem> fileSystem = FileSystems.open(content, info.type());
            if (fileSystem.isPresent()) {
                facts = describe(facts, fileSystem.get(), content, base);
                readable.add(new GuestVolume(
                        facts,
                        content,
                        fileSystem.get(),
                        base,
                        partition.flatMap(this::partitionUuid),
                        partition.map(Partition::name).filter(name -> !name.isEmpty())));
            } else if (info.type().unreadable().isPresent()) {
                facts = facts.unreadable(info.type().unreadable().get());
                if (info.type() == FileSystemType.BITLOCKER) {
                    facts = facts.with(BitLockerMetadata.read(content));
                }
            }
        } catch (BadImageException e) {
            warnings.add(e, content.name(), facts.name(), base);
            facts = facts.unreadable(e.structure() + ": " + e.reason());
        }
        all.add(facts);
    }

    /** As blkid writes it: the GUID of a GPT's entry; of an MBR the disk's signature and the partition's number. */
    private Optional<String> partitionUuid(Partition partition) {
        if (table.scheme() == Scheme.MBR) {
            return table.diskId().map(disk -> String.format("%s-%02x", disk, partition.index()));
        }
        return partition.uniqueId().map(UUID::toString);
    }

    private static VolumeFacts signature(int index, ByteSource content, FileSystemInfo info) {
        return VolumeFacts.ofSignature(index, content.size(), info.type().id(), info.label());
    }

    private VolumeFacts describe(VolumeFacts facts, FileSystem fileSystem, ByteSource content, long base)
            throws IOException {
        OptionalLong used = OptionalLong.empty();
        Optional<String> label = facts.label();
        try {
            for (ImageWarning warning : fileSystem.warnings()) {
                warnings.add(new ImageWarning(
                        warning.structure() + " of " + facts.name(), base + warning.offset(), warning.message()));
            }
            label = fileSystem.label();
            used = fileSystem.usedBytes();
        } catch (BadImageException e) {
            warnings.add(e, content.name(), facts.name(), base);
        }
        return new VolumeFacts(
                facts.partitionIndex(),
                facts.logicalVolume(),
                facts.size(),
                fileSystem.type().id(),
                label,
                fileSystem.identifier(),
                used,
                Optional.empty(),
                Optional.empty());
    }
}
