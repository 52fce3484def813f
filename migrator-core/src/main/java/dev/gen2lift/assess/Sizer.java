package dev.gen2lift.assess;

import dev.gen2lift.assess.sizing.DiskChoice;
import dev.gen2lift.assess.sizing.DiskChooser;
import dev.gen2lift.assess.sizing.DiskNeeds;
import dev.gen2lift.assess.sizing.DiskSku;
import dev.gen2lift.assess.sizing.Load;
import dev.gen2lift.assess.sizing.SizeChoice;
import dev.gen2lift.assess.sizing.SizeChooser;
import dev.gen2lift.assess.sizing.SizeNeeds;
import dev.gen2lift.assess.sizing.Sizing;
import dev.gen2lift.assess.sizing.TransferEstimate;
import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.inventory.AttachedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Gives assessed machines a VM size, managed disks, and the time that it takes to bring them to Azure. Thread-safe. */
public final class Sizer {

    private final SizingPlan plan;
    private final SizeChooser sizes;
    private final DiskChooser disks;

    /** @throws IllegalArgumentException where there are no sizes of the wanted series, in words for the user */
    public Sizer(SizingPlan plan) {
        this.plan = plan;
        this.sizes = new SizeChooser(plan.catalogue(), plan.series());
        this.disks = new DiskChooser(plan.comfort());
    }

    public FleetAssessment size(FleetAssessment fleet) {
        return new FleetAssessment(
                fleet.assessedAt(), fleet.vms().stream().map(this::size).toList());
    }

    /** The same assessment with its sizing, and the size in its target where one fits. */
    public Assessment size(Assessment assessment) {
        VmFacts vm = assessment.vm();
        List<Load> loads = vm.disks().stream().map(disk -> load(vm, disk)).toList();
        List<DiskChoice> choices = new ArrayList<>();
        for (int i = 0; i < vm.disks().size(); i++) {
            choices.add(choose(vm.disks().get(i), assessment.disks().get(i), loads.get(i)));
        }
        SizeChoice size = choose(assessment, choices, loads);
        return assessment.with(new Sizing(size, choices, transfer(vm)));
    }

    private Load load(VmFacts vm, DiskFacts disk) {
        String file = String.valueOf(disk.path().getFileName());
        int dot = file.lastIndexOf('.');
        return plan.performance()
                .disk(vm.name(), List.of(disk.path().toString(), file, dot > 0 ? file.substring(0, dot) : file));
    }

    private DiskChoice choose(DiskFacts disk, ManagedDiskPlan planned, Load load) {
        Optional<DiskInfo> image = disk.inspection().map(DiskInspection::image);
        if (image.isEmpty() || planned.size().asOptional().isEmpty()) {
            return new DiskChoice(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    List.of("Its size is not known: " + planned.size().explanation() + "."));
        }
        return disks.choose(new DiskNeeds(
                planned.size().asOptional().get(),
                disk.role().is(DiskRole.OS),
                image.get().logicalSectorSize(),
                load));
    }

    private SizeChoice choose(Assessment assessment, List<DiskChoice> choices, List<Load> loads) {
        VmFacts vm = assessment.vm();
        Load machine = plan.performance().machine(vm.name());
        MachineDemand demand = MachineDemand.of(vm.configuration(), machine, plan.comfort());
        Optional<Integer> vcpus = demand.vcpus().asOptional().filter(count -> count > 0);
        Optional<Long> memory = demand.memory().asOptional().filter(bytes -> bytes > 0);
        if (vcpus.isEmpty() || memory.isEmpty()) {
            Fact<?> unknown = vcpus.isEmpty() ? demand.vcpus() : demand.memory();
            return SizeChoice.none("Processors and memory are not known: " + unknown.explanation() + ".");
        }
        Optional<Architecture> architecture =
                vm.architecture().asOptional().filter(known -> known != Architecture.UNKNOWN);
        SizeChoice choice = sizes.choose(new SizeNeeds(
                vcpus.get(),
                memory.get(),
                dataDisks(vm),
                Math.max(1, nics(vm)),
                assessment.target().generation(),
                Security.valueOf(assessment.target().securityType().name()),
                architecture.orElse(Architecture.X64),
                drivers(assessment),
                choices.stream().flatMap(disk -> disk.sku().stream()).anyMatch(DiskSku::premium),
                total(machine, loads, Load::iops),
                total(machine, loads, Load::throughput)));
        List<String> reasons = new ArrayList<>(choice.reasons());
        reasons.add("Processors: " + demand.vcpus().explanation() + ". Memory: "
                + demand.memory().explanation() + ".");
        if (architecture.isEmpty()) {
            reasons.add("The guest's architecture is not known and was taken to be x64.");
        }
        return new SizeChoice(choice.size(), reasons, choice.smaller());
    }

    /** A target with NVMe disks wants a size that has them; another one takes what the guest starts from. */
    private static Set<Controller> drivers(Assessment assessment) {
        return assessment.target().controller() == Target.DiskController.NVME
                ? Set.of(Controller.NVME)
                : GuestDrivers.of(assessment.vm());
    }

    /** Those that were given, or those that the inventory has: some may not have been given. */
    private static int dataDisks(VmFacts vm) {
        int attached = vm.configuration()
                .flatMap(machine -> machine.disks().asOptional())
                .map(List<AttachedDisk>::size)
                .orElse(0);
        return Math.max(0, Math.max(attached, vm.disks().size()) - 1);
    }

    private static int nics(VmFacts vm) {
        return vm.configuration()
                .flatMap(machine -> machine.adapters().asOptional())
                .map(List::size)
                .orElse(1);
    }

    /** The machine's own measurement, or the sum of its disks'; with comfort. */
    private long total(Load machine, List<Load> disks, Function<Load, OptionalDouble> counter) {
        OptionalDouble whole = counter.apply(machine);
        double sum = whole.isPresent()
                ? whole.getAsDouble()
                : disks.stream()
                        .map(counter)
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .sum();
        return (long) Math.ceil(sum * plan.comfort());
    }

    private Optional<TransferEstimate> transfer(VmFacts vm) {
        List<DiskInspection> seen =
                vm.disks().stream().flatMap(disk -> disk.inspection().stream()).toList();
        if (seen.isEmpty() || seen.size() < vm.disks().size()) {
            return Optional.empty();
        }
        return plan.bandwidth()
                .map(line -> TransferEstimate.of(
                        seen.stream()
                                .map(disk -> new TransferEstimate.Disk(
                                        AzureLimits.managedDiskSize(disk.image().capacity()), toSend(disk)))
                                .toList(),
                        line));
    }

    /**
     * Zeros are not sent. Of an image that grows, what it stores; of a fixed one, which stores all, what its file systems
     * use, where all of them tell: files that were deleted come on top of that.
     */
    private static long toSend(DiskInspection disk) {
        DiskInfo image = disk.image();
        long stored = Math.min(image.allocatedSize(), image.capacity());
        boolean told = image.kind() == DiskKind.FIXED
                && !disk.volumes().isEmpty()
                && disk.volumes().stream().allMatch(volume -> volume.usedBytes().isPresent());
        return told
                ? Math.min(
                        stored,
                        disk.volumes().stream()
                                .map(VolumeFacts::usedBytes)
                                .mapToLong(used -> used.orElse(0))
                                .sum())
                : stored;
    }
}
