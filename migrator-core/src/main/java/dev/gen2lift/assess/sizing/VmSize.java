package dev.gen2lift.assess.sizing;

import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A size of Azure's virtual machines, with what decides whether a machine fits.
 *
 * @param name as Azure writes it: "Standard_D4s_v5"
 * @param series "Dsv5"; what sizes share but for their number of processors
 * @param vcpus at least 1
 * @param memory bytes
 * @param dataDisks how many can be attached beside the OS disk
 * @param nics how many network interfaces it takes
 * @param iops input and output operations a second over all disks, without host caching; empty where not told
 * @param throughput bytes a second over all disks, without host caching; empty where not told
 * @param generations that it runs
 * @param security that it can be created with
 * @param architecture x64 or Arm64
 * @param controllers by which disks are attached
 * @param temporaryDisk bytes of the local disk that Windows calls D:; 0 for none
 * @param acceleratedNetworking whether its network interfaces can be accelerated
 * @param premium whether it takes Premium disks
 * @param burstable whether it earns processor time by being idle
 * @param retires the day from which it is no longer there, where that is announced
 */
public record VmSize(
        String name,
        String series,
        int vcpus,
        long memory,
        int dataDisks,
        int nics,
        OptionalLong iops,
        OptionalLong throughput,
        Set<Generation> generations,
        Set<Security> security,
        Architecture architecture,
        Set<Controller> controllers,
        long temporaryDisk,
        boolean acceleratedNetworking,
        boolean premium,
        boolean burstable,
        Optional<LocalDate> retires) {

    /** How the VM is protected; Azure's {@code securityType}. */
    public enum Security {
        STANDARD,
        TRUSTED_LAUNCH,
        CONFIDENTIAL
    }

    /** How disks are attached. */
    public enum Controller {
        SCSI,
        NVME
    }

    public VmSize {
        generations = Set.copyOf(generations);
        security = Set.copyOf(security);
        controllers = Set.copyOf(controllers);
        if (vcpus < 1 || memory < 1) {
            throw new IllegalArgumentException("a size without processors or memory: " + name);
        }
    }
}
