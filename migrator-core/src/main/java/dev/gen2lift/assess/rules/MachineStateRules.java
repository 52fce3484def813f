package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Replication;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How Hyper-V runs the machine: its state, its checkpoints, its processors and memory, who else has a hand in it. */
final class MachineStateRules {

    private static final int MANY_PROCESSORS = 64;

    private static final Rule GENERATION = rule("VM-GEN-MISMATCH")
            .title("The machine's generation does not fit its disk")
            .why("What a disk can start as is decided by what lies on it. The machine's setting says otherwise, so"
                    + " either it does not start today or another disk is meant.")
            .severity(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("""
                    # see which generation the machine has and what it starts from
                    Get-VM -Name <vm> | Format-List Generation, State
                    Get-VMHardDiskDrive -VMName <vm>
                    """)
            .configuration(machine -> {
                Generation ofDisk = machine.vm()
                        .osDisk()
                        .flatMap(disk -> disk.inspection())
                        .map(DiskInspection::generation)
                        .orElse(Generation.UNKNOWN);
                Optional<Generation> ofMachine = machine.machine().generation().asOptional();
                return ofDisk == Generation.UNKNOWN || ofMachine.isEmpty() || ofMachine.get() == ofDisk
                        ? Stream.empty()
                        : Stream.of(
                                machine.saw("the machine is " + ofMachine.get() + ", its OS disk starts as " + ofDisk));
            });

    private static final Rule DYNAMIC_MEMORY = rule("VM-DYNAMIC-MEMORY")
            .title("The machine's memory grows and shrinks")
            .why("A machine in Azure has the memory of its size, always. Size it by what it is given at most, or by"
                    + " what it uses.")
            .severity(Severity.INFO)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("Get-VMMemory -VMName <vm> | Format-List Startup, Minimum, Maximum")
            .configuration(machine -> {
                Memory memory = machine.machine().memory();
                return memory.dynamic().is(true)
                        ? Stream.of(machine.saw(
                                "up to " + size(memory.maximum()) + ", assigned " + size(memory.assigned())))
                        : Stream.empty();
            });

    private static String size(Fact<Long> bytes) {
        return bytes.asOptional().map(ByteSize::text).orElse("an unknown amount");
    }

    private static final Rule CHECKPOINTS = rule("VM-CHECKPOINTS")
            .title("The machine has checkpoints")
            .why("Its disks are chains of differencing images. gen2lift flattens what is current while it reads; the"
                    + " older states stay behind, and every parent has to be there.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .onHost("""
                    # merge them, where the older states are not needed
                    Get-VMSnapshot -VMName <vm> | Remove-VMSnapshot
                    """)
            .configuration(
                    machine -> machine.whereAny(machine.machine().checkpoints(), checkpoint -> true, Checkpoint::name));

    private static final Rule RUNNING = rule("VM-RUNNING")
            .title("The machine is running")
            .why("Its disks change while they are read; what arrives in Azure is of no single moment.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .onHost("""
                    # before the move
                    Stop-VM -Name <vm>
                    """)
            .configuration(machine -> machine.where(
                    machine.machine().state(),
                    state -> state == PowerState.RUNNING || state == PowerState.PAUSED || state == PowerState.CHANGING,
                    state -> "it was " + state.name().toLowerCase(Locale.ROOT) + " when it was looked at"));

    private static final Rule SAVED = rule("VM-SAVED-STATE")
            .title("The machine is saved")
            .why("Part of what it knows lies in a file beside its disks, which does not move; its file systems are in"
                    + " the middle of something.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .onHost("""
                    # wake it up, and shut its guest down
                    Start-VM -Name <vm>
                    Stop-VM -Name <vm>
                    """)
            .configuration(machine -> machine.where(
                    machine.machine().state(), state -> state == PowerState.SAVED, state -> "its state is saved"));

    private static final Rule REPLICA = rule("VM-REPLICA-ENABLED")
            .title("The machine is replicated by Hyper-V")
            .why("Replication goes on to write into the images, and Azure Migrate refuses such machines. A replica may"
                    + " be behind its original.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .onHost("""
                    # once the machine is off for the move
                    Remove-VMReplication -VMName <vm>
                    """)
            .configuration(machine -> machine.where(
                    machine.machine().availability().replication(),
                    replication -> replication != Replication.NONE,
                    replication -> "it is "
                            + replication.name().toLowerCase(Locale.ROOT).replace('_', ' ')));

    private static final Rule CLUSTERED = rule("VM-CLUSTERED")
            .title("The machine is a role of a failover cluster")
            .why("The cluster starts it again elsewhere when it goes down, even after it has moved to Azure.")
            .severity(Severity.WARNING)
            .source(Source.SERVER_SOFTWARE)
            .onHost("""
                    # take the role offline for the move, and away after it
                    Get-ClusterGroup -Name <vm> | Stop-ClusterGroup
                    Get-VM -Name <vm> | Get-ClusterGroup | Remove-ClusterGroup -RemoveResources
                    """)
            .configuration(machine -> machine.where(
                    machine.machine().availability().clustered(), yes -> yes, yes -> "it is a clustered role"));

    private static final Rule MANY = rule("VM-VCPU-GT64")
            .title("The machine has more than 64 processors")
            .why("Only few families of sizes have as many; Generation 1 ends at 64.")
            .severity(Severity.INFO)
            .gen1(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .inWindows("Get-AzVMSize -Location <region> | Where-Object NumberOfCores -ge <processors>")
            .configuration(machine -> machine
                    .machine()
                    .processors()
                    .count()
                    .asOptional()
                    .filter(count -> count > MANY_PROCESSORS)
                    .map(count -> machine.saw(count + " processors").with("processors", count))
                    .stream());

    private static final Rule NUMA = rule("VM-NUMA")
            .title("The machine has more than one NUMA node")
            .why(
                    "Azure decides the layout of nodes by the size; what is tuned to the old layout has to be tuned again.")
            .severity(Severity.INFO)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("Get-VMProcessor -VMName <vm> | Format-List Count, MaximumCountPerNumaNode")
            .configuration(machine -> {
                Optional<Integer> count = machine.machine().processors().count().asOptional();
                Optional<Integer> perNode =
                        machine.machine().processors().perNumaNode().asOptional();
                return count.isPresent() && perNode.isPresent() && count.get() > perNode.get()
                        ? Stream.of(machine.saw(count.get() + " processors, at most " + perNode.get() + " in a node"))
                        : Stream.empty();
            });

    private static final Rule HIBERNATION = rule("VM-HIBERNATION")
            .title("The machine is to hibernate")
            .why("Azure hibernates only some families, up to 64 GB of memory, on a disk that was created with"
                    + " supportsHibernation, and not in uniform scale sets, as spot, or in availability sets.")
            .severity(Severity.INFO)
            .source(Source.HIBERNATION)
            .inWindows("""
                    # say so when the disk is created
                    $config = New-AzDiskConfig -Location <region> -CreateOption Upload -HyperVGeneration V2 -UploadSizeInBytes <size> -SupportsHibernation $true
                    """)
            .machine((vm, target) -> target.intentions().hibernation()
                    ? Stream.of(Observation.of(vm.name(), "hibernation is planned"))
                    : vm
                            .configuration()
                            .filter(machine -> machine.guest().hibernation().is(true))
                            .map(machine -> Observation.of(vm.name(), "Hyper-V lets its guest hibernate"))
                            .stream());

    static final List<Rule> ALL = List.of(
            RUNNING, SAVED, CHECKPOINTS, GENERATION, REPLICA, CLUSTERED, DYNAMIC_MEMORY, MANY, NUMA, HIBERNATION);

    private MachineStateRules() {}
}
