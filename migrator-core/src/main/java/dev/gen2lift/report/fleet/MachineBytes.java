package dev.gen2lift.report.fleet;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskTier;
import dev.gen2lift.assess.ManagedDiskPlan;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.VolumeFacts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A machine's disks added up, in bytes; those that could not be read are left out.
 *
 * @param provisioned what the guest takes its disks for
 * @param stored what the images hold
 * @param used what is in use in the file systems that could be read; empty where there is none
 * @param billed what Azure would bill the managed disks as
 */
public record MachineBytes(long provisioned, long stored, OptionalLong used, long billed) {

    static MachineBytes of(Assessment assessment) {
        List<DiskInspection> disks = assessment.vm().disks().stream()
                .map(DiskFacts::inspection)
                .flatMap(Optional::stream)
                .toList();
        long provisioned = 0;
        long stored = 0;
        for (DiskInspection disk : disks) {
            provisioned = plus(provisioned, disk.image().capacity());
            stored = plus(stored, disk.image().allocatedSize());
        }
        long billed = 0;
        for (ManagedDiskPlan plan : assessment.disks()) {
            billed = plus(billed, plan.tier().map(DiskTier::size).orElse(0L));
        }
        return new MachineBytes(provisioned, stored, used(disks), billed);
    }

    static MachineBytes sum(List<MachineBytes> machines) {
        long provisioned = 0;
        long stored = 0;
        long used = 0;
        long billed = 0;
        for (MachineBytes machine : machines) {
            provisioned = plus(provisioned, machine.provisioned);
            stored = plus(stored, machine.stored);
            used = plus(used, machine.used.orElse(0));
            billed = plus(billed, machine.billed);
        }
        boolean known = machines.stream().anyMatch(machine -> machine.used.isPresent());
        return new MachineBytes(provisioned, stored, known ? OptionalLong.of(used) : OptionalLong.empty(), billed);
    }

    private static OptionalLong used(List<DiskInspection> disks) {
        boolean known = false;
        long sum = 0;
        // every disk of a volume group tells of all its logical volumes
        Set<String> counted = new HashSet<>();
        for (DiskInspection disk : disks) {
            for (VolumeFacts volume : disk.volumes()) {
                if (volume.usedBytes().isPresent()
                        && volume.logicalVolume().map(counted::add).orElse(true)) {
                    sum = plus(sum, volume.usedBytes().getAsLong());
                    known = true;
                }
            }
        }
        return known ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** Hostile images claim any size; a sum of them stops at the largest number. */
    static long plus(long sum, long bytes) {
        long more = Math.max(0, bytes);
        return sum > Long.MAX_VALUE - more ? Long.MAX_VALUE : sum + more;
    }
}
