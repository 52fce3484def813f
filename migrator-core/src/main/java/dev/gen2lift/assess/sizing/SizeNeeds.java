package dev.gen2lift.assess.sizing;

import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.util.Set;

/**
 * What a machine needs of its size.
 *
 * @param vcpus at least 1
 * @param memory bytes
 * @param dataDisks beside the OS disk
 * @param nics network interfaces
 * @param generation V1 or V2
 * @param architecture that the guest is made for
 * @param drivers the disk controllers that the guest is known to start from; any one is enough
 * @param premium whether any of its disks is a Premium or Ultra disk
 * @param iops over all disks, a second; 0 where no load is known
 * @param throughput over all disks, bytes a second; 0 where no load is known
 */
public record SizeNeeds(
        int vcpus,
        long memory,
        int dataDisks,
        int nics,
        Generation generation,
        Security security,
        Architecture architecture,
        Set<Controller> drivers,
        boolean premium,
        long iops,
        long throughput) {

    public SizeNeeds {
        drivers = Set.copyOf(drivers);
        if (vcpus < 1 || memory < 1 || generation == Generation.UNKNOWN) {
            throw new IllegalArgumentException("needs without processors, memory or a generation");
        }
    }
}
