package dev.gen2lift.assess.sizing;

import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.guest.Architecture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Holds a size against needs, in words. */
final class Fit {

    private static final long MEGABYTE = 1_000_000;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private Fit() {}

    /** What the size lacks, as clauses; empty where the machine fits. */
    static List<String> lacks(VmSize size, SizeNeeds needs) {
        List<String> lacks = new ArrayList<>();
        if (size.vcpus() < needs.vcpus()) {
            lacks.add(size.vcpus() + " vCPUs, " + needs.vcpus() + " needed");
        }
        if (size.memory() < needs.memory()) {
            lacks.add(gibibytes(size.memory()) + " of memory, " + gibibytes(needs.memory()) + " needed");
        }
        if (size.dataDisks() < needs.dataDisks()) {
            lacks.add(size.dataDisks() + " data disks, " + needs.dataDisks() + " needed");
        }
        if (size.nics() < needs.nics()) {
            lacks.add(size.nics() + " network interfaces, " + needs.nics() + " needed");
        }
        if (size.iops().isPresent() && size.iops().getAsLong() < needs.iops()) {
            lacks.add(size.iops().getAsLong() + " IOPS, " + needs.iops() + " needed");
        }
        if (size.throughput().isPresent() && size.throughput().getAsLong() < needs.throughput()) {
            lacks.add(megabytes(size.throughput().getAsLong()) + ", " + megabytes(needs.throughput()) + " needed");
        }
        if (!size.generations().contains(needs.generation())) {
            lacks.add("no Generation " + needs.generation().name().substring(1));
        }
        if (!size.security().contains(needs.security())) {
            lacks.add("not for " + text(needs.security()) + " VMs");
        }
        if (size.architecture() != needs.architecture()) {
            lacks.add("made for " + text(size.architecture()) + ", the guest for " + text(needs.architecture()));
        }
        if (Collections.disjoint(size.controllers(), needs.drivers())) {
            lacks.add(
                    size.controllers().contains(Controller.NVME)
                            ? "disks by NVMe only, and nothing says that the guest starts from NVMe"
                            : "disks by SCSI only");
        }
        if (needs.premium() && !size.premium()) {
            lacks.add("no Premium disks");
        }
        return lacks;
    }

    /** The needs in one clause. */
    static String text(SizeNeeds needs) {
        List<String> words = new ArrayList<>(List.of(
                needs.vcpus() + " vCPUs",
                gibibytes(needs.memory()),
                count(needs.dataDisks(), "data disk"),
                count(needs.nics(), "network interface")));
        if (needs.iops() > 0) {
            words.add(needs.iops() + " IOPS");
        }
        if (needs.throughput() > 0) {
            words.add(megabytes(needs.throughput()));
        }
        words.add("Generation " + needs.generation().name().substring(1));
        words.add(text(needs.security()));
        words.add(text(needs.architecture()));
        return String.join(", ", words);
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String text(Security security) {
        return switch (security) {
            case STANDARD -> "standard";
            case TRUSTED_LAUNCH -> "Trusted Launch";
            case CONFIDENTIAL -> "confidential";
        };
    }

    private static String text(Architecture architecture) {
        return switch (architecture) {
            case ARM64 -> "Arm64";
            default -> architecture.name().toLowerCase(Locale.ROOT);
        };
    }

    /** "0.5 GiB", "16 GiB"; up to a tenth, rounded up so that what is lacking never reads as enough. */
    static String gibibytes(long bytes) {
        if (bytes % GIB == 0) {
            return bytes / GIB + " GiB";
        }
        long tenths = (bytes / MIB * 10 + 1023) / 1024;
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " GiB";
    }

    private static String megabytes(long bytesPerSecond) {
        return (bytesPerSecond + MEGABYTE - 1) / MEGABYTE + " MB/s";
    }
}
