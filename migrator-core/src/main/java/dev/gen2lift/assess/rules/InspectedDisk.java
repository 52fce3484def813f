package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskRole;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import java.util.List;
import java.util.Optional;

/** A disk that could be read, as the checks of rules look at it. */
record InspectedDisk(VmFacts vm, DiskFacts facts, DiskInspection seen, Target target) {

    DiskInfo image() {
        return seen.image();
    }

    /** Bytes. */
    long capacity() {
        return seen.image().capacity();
    }

    boolean isOs() {
        return facts.role().is(DiskRole.OS);
    }

    PartitionTable table() {
        return seen.partitionTable();
    }

    boolean isGpt() {
        return table().scheme() == PartitionTable.Scheme.GPT;
    }

    /** Whether the partitions are known. */
    boolean hasReadableTable() {
        return table().status() != PartitionTable.Status.DAMAGED;
    }

    List<Partition> partitionsOfType(String type) {
        return table().partitions().stream()
                .filter(partition -> partition.type().equals(type))
                .toList();
    }

    String fileSystem(Partition partition) {
        return seen.volumes().stream()
                .filter(volume -> volume.partitionIndex() == partition.index())
                .map(VolumeFacts::fileSystem)
                .findFirst()
                .orElse("unknown");
    }

    /** EFI system partitions whose file system a firmware can read. */
    List<Partition> usableEsps() {
        return partitionsOfType(Partition.EFI_SYSTEM).stream()
                .filter(esp -> fileSystem(esp).startsWith("fat"))
                .toList();
    }

    /** The first volume with one of the file systems. */
    Optional<VolumeFacts> volumeWith(String fileSystem) {
        return seen.volumes().stream()
                .filter(volume -> volume.fileSystem().equals(fileSystem))
                .findFirst();
    }

    boolean guestIs(GuestFacts.Family family) {
        return vm.family().is(family);
    }

    boolean hasLoader(String path) {
        return seen.boot().loaders().stream().anyMatch(loader -> loader.path().equalsIgnoreCase(path));
    }

    Observation saw(String evidence) {
        return about(facts.path().toString(), evidence);
    }

    Observation sawIn(Partition partition, String evidence) {
        return sawIn(partition.index(), evidence);
    }

    Observation sawIn(int partition, String evidence) {
        String where = partition == 0 ? "" : ", partition " + partition;
        return about(facts.path() + where, evidence);
    }

    private Observation about(String subject, String evidence) {
        return inItsShell(Observation.of(subject, evidence)
                .with("image", facts.path())
                .with("vm", new Remedy.LiteralName(vm.name())));
    }

    /** Chooses, of a rule's remedies, the one for the guest's shell. */
    private Observation inItsShell(Observation seen) {
        if (guestIs(GuestFacts.Family.LINUX)) {
            return seen.remediedIn(Remedy.Shell.SH);
        }
        return guestIs(GuestFacts.Family.WINDOWS) ? seen.remediedIn(Remedy.Shell.POWERSHELL) : seen;
    }
}
