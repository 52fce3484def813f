package dev.gen2lift.migration;

import dev.gen2lift.azure.ManagedDiskSpec.OsTraits;
import dev.gen2lift.azure.OsType;
import dev.gen2lift.azure.SecurityType;
import dev.gen2lift.azure.VmSecurity;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what Azure has to be told of the OS disk, and that it can start as generation 2 at all. */
final class InspectOsDisk implements Step<OpenDisks, OsTraits> {

    @Override
    public MigrationStep kind() {
        return MigrationStep.INSPECT;
    }

    @Override
    public OsTraits ensure(OpenDisks disks, StepContext context) throws PlanException, IOException {
        DiskInspection inspection = DiskInspector.inspect(disks.os().source().disk());
        boolean given = context.plan().generation().isPresent();
        if (!given && inspection.generation() != Generation.V2) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    context.plan().osDisk().image().toString(),
                    "boot",
                    0,
                    "the disk cannot start as generation 2: " + why(inspection));
        }
        return new OsTraits(
                osType(inspection, context.plan()),
                architecture(inspection, context.plan()),
                security(inspection, context.plan().security()));
    }

    /** Secure Boot only where it is asked for, or the disk shows that it starts with it. */
    private static VmSecurity security(DiskInspection inspection, SecurityPlan plan) {
        if (plan.type() == SecurityType.STANDARD) {
            return VmSecurity.STANDARD;
        }
        return new VmSecurity(
                plan.type(),
                plan.secureBoot()
                        .orElseGet(() -> inspection.boot().secureBoot().ready().is(true)));
    }

    @Override
    public String outcome(OsTraits traits) {
        return "generation V2, " + traits.type() + ", " + traits.architecture()
                + (traits.security().isTrustedLaunch()
                        ? ", Trusted Launch with" + (traits.security().secureBoot() ? "" : "out") + " Secure Boot"
                        : "");
    }

    private static String why(DiskInspection inspection) {
        PartitionTable table = inspection.partitionTable();
        if (table.status() == PartitionTable.Status.DAMAGED) {
            return "its partition table is damaged";
        }
        if (table.scheme() == PartitionTable.Scheme.MBR) {
            return "it has an MBR; generation 2 needs a GPT with an EFI system partition";
        }
        if (table.scheme() == PartitionTable.Scheme.NONE) {
            return "it has no partition table";
        }
        if (table.partitions().stream().noneMatch(each -> each.type().equals(Partition.EFI_SYSTEM))) {
            return "it has no EFI system partition";
        }
        return "its EFI system partition holds no boot loader that could be read";
    }

    private static OsType osType(DiskInspection inspection, MigrationPlan plan) throws PlanException {
        if (plan.osType().isPresent()) {
            return plan.osType().get();
        }
        GuestFacts.Family family = inspection.guest().family();
        if (family == GuestFacts.Family.UNKNOWN) {
            throw new PlanException(
                    "osType",
                    "the disk does not tell whether it holds Windows or Linux: "
                            + plan.osDisk().image(),
                    "say it with --os-type windows or --os-type linux");
        }
        return family == GuestFacts.Family.WINDOWS ? OsType.WINDOWS : OsType.LINUX;
    }

    private static Architecture architecture(DiskInspection inspection, MigrationPlan plan) throws BadImageException {
        Set<Architecture> found = inspection.boot().loaders().stream()
                .map(BootLoader::architecture)
                .collect(Collectors.toSet());
        inspection.guest().architecture().ifPresent(found::add);
        if (found.contains(Architecture.X64)) {
            return Architecture.X64;
        }
        if (found.contains(Architecture.ARM64)) {
            return Architecture.ARM64;
        }
        if (found.isEmpty() || found.equals(Set.of(Architecture.UNKNOWN))) {
            return Architecture.X64;
        }
        throw new BadImageException(
                BadImageException.Kind.UNSUPPORTED,
                plan.osDisk().image().toString(),
                "boot",
                0,
                "its boot loaders are for " + found + "; Azure runs X64 and ARM64");
    }
}
