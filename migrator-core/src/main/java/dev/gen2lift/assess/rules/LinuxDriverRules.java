package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.linux.DriverFacts;
import dev.gen2lift.guest.linux.DriverFacts.AtStart;
import dev.gen2lift.guest.linux.DriverFacts.Support;
import dev.gen2lift.guest.linux.KernelFacts;
import dev.gen2lift.guest.linux.ModuleFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Drivers of the Linux kernel that starts by default. */
final class LinuxDriverRules {

    private static final List<String> HYPERV = List.of("hv_vmbus", "hv_storvsc", "hv_netvsc");
    private static final String TIMEOUT = "nvme_core.io_timeout=";
    private static final int NVME_SECONDS = 240;

    private static final Rule MODULES = rule("LNX-HV-MODULES")
            .title("The kernel lacks drivers of Hyper-V's devices")
            .why("Without hv_vmbus and hv_storvsc it does not find its disk in Azure, without hv_netvsc it has no"
                    + " network.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # install the distribution's kernel for Azure, or its full one
                    apt-get install -y linux-azure || dnf install -y kernel kernel-modules || zypper install -y kernel-azure
                    """)
            .linux(LinuxDriverRules::modules);

    private static Stream<Observation> modules(Guest guest) {
        Map<String, AtStart> packed = guest.value(DriverFacts.START_DRIVERS, Map.of());
        return guest.where(
                DriverFacts.KERNEL_DRIVERS,
                drivers -> !absent(drivers, packed).isEmpty(),
                drivers -> "absent: " + String.join(", ", absent(drivers, packed)));
    }

    /** A module that lies in the initramfs alone is loaded from there. */
    private static List<String> absent(Map<String, Support> drivers, Map<String, AtStart> packed) {
        return HYPERV.stream()
                .filter(name -> drivers.getOrDefault(name, Support.ABSENT) == Support.ABSENT)
                .filter(name -> packed.getOrDefault(name, AtStart.MISSING) == AtStart.MISSING)
                .toList();
    }

    private static final Rule INITRAMFS = rule("LNX-HV-INITRAMFS")
            .title("The drivers of Hyper-V's disks are not there when the root is mounted")
            .why("The default kernel's initramfs has to bring hv_vmbus and hv_storvsc, unless they are built in; else"
                    + " the start ends in an emergency shell that nobody sees.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # with dracut (RHEL and its kin, SUSE)
                    dracut -f -v --regenerate-all --add-drivers "hv_vmbus hv_netvsc hv_storvsc"
                    # or with initramfs-tools (Debian, Ubuntu)
                    printf '%s\\n' hv_vmbus hv_storvsc hv_netvsc >> /etc/initramfs-tools/modules
                    update-initramfs -u -k all
                    """)
            .linux(guest -> guest.where(
                    DriverFacts.START_DRIVERS,
                    drivers -> !missing(drivers, "hv_vmbus", "hv_storvsc").isEmpty(),
                    drivers -> "missing: " + String.join(", ", missing(drivers, "hv_vmbus", "hv_storvsc"))));

    private static final Rule NVME = rule("LNX-NVME-INITRAMFS")
            .title("The system is not set up to start from an NVMe disk")
            .why("The initramfs has to bring nvme and nvme_core, and requests to a remote disk may take up to 240"
                    + " seconds.")
            .nvme(Severity.WARNING)
            .source(Source.NVME)
            .inLinux("""
                    dracut -f -v --regenerate-all --add-drivers "nvme nvme_core" || update-initramfs -u -k all
                    grubby --update-kernel=ALL --args=nvme_core.io_timeout=240 ||
                      sed -i 's/^\\(GRUB_CMDLINE_LINUX="\\)/\\1nvme_core.io_timeout=240 /' /etc/default/grub
                    update-grub || true
                    """)
            .linux(LinuxDriverRules::nvme);

    private static Stream<Observation> nvme(Guest guest) {
        if (guest.fact(DriverFacts.START_DRIVERS).asOptional().isEmpty()) {
            return Stream.of(guest.notKnown(DriverFacts.START_DRIVERS));
        }
        if (guest.fact(KernelFacts.COMMAND_LINE).asOptional().isEmpty()) {
            return Stream.of(guest.notKnown(KernelFacts.COMMAND_LINE));
        }
        List<String> wrong = new ArrayList<>();
        List<String> absent = missing(guest.value(DriverFacts.START_DRIVERS, Map.of()), "nvme", "nvme_core");
        if (!absent.isEmpty()) {
            wrong.add("not in the initramfs: " + String.join(", ", absent));
        }
        if (!waitsLongEnough(guest.value(KernelFacts.COMMAND_LINE, ""))) {
            wrong.add("the command line has no " + TIMEOUT + NVME_SECONDS);
        }
        return wrong.isEmpty() ? Stream.empty() : Stream.of(guest.saw(String.join("; ", wrong)));
    }

    private static boolean waitsLongEnough(String commandLine) {
        return Stream.of(commandLine.split("\\s+"))
                .filter(word -> word.startsWith(TIMEOUT))
                .map(word -> word.substring(TIMEOUT.length()))
                .anyMatch(value -> value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= NVME_SECONDS);
    }

    private static List<String> missing(Map<String, AtStart> drivers, String... names) {
        return Stream.of(names)
                .filter(name -> drivers.getOrDefault(name, AtStart.MISSING) == AtStart.MISSING)
                .toList();
    }

    private static final Set<String> FOR_SYSTEM_PARTITION = Set.of("vfat", "fat");
    private static final Set<String> WATCHED = Set.of("vfat", "fat", "udf", "cdrom", "sr_mod");

    private static final Rule UDF_VFAT = rule("LNX-UDF-VFAT")
            .title("Modules that Azure needs are kept from being loaded")
            .why("Hardening guides forbid udf and vfat. Without vfat the EFI system partition is not mounted and the"
                    + " start fails; without udf a generalized machine cannot read its settings from Azure's DVD.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # make comments of these lines, then renew the initramfs
                    sed -i -E 's/^[[:space:]]*(blacklist|install)[[:space:]]+(vfat|fat|udf|cdrom|sr_mod)\\b/# &/' /etc/modprobe.d/*.conf
                    update-initramfs -u -k all || dracut -f --regenerate-all
                    """)
            .linux(guest -> guest.where(
                            ModuleFacts.BLOCKED,
                            blocked -> blocked.stream().anyMatch(each -> WATCHED.contains(each.module())),
                            blocked -> String.join(
                                    "; ",
                                    blocked.stream()
                                            .filter(each -> WATCHED.contains(each.module()))
                                            .map(each -> each.how() + " in " + each.source())
                                            .toList()))
                    .map(seen -> isFatal(guest) ? seen : seen.as(Severity.WARNING)));

    /** A blacklist keeps udev from loading a module, but not mount; a replaced command keeps everybody from it. */
    private static boolean isFatal(Guest guest) {
        return guest.fact(ModuleFacts.BLOCKED).asOptional().isEmpty()
                || guest.value(ModuleFacts.BLOCKED, List.of()).stream()
                        .anyMatch(each -> FOR_SYSTEM_PARTITION.contains(each.module())
                                && each.how().startsWith("install")
                                && guest.disk().isGpt());
    }

    static final List<Rule> ALL = List.of(MODULES, INITRAMFS, NVME, UDF_VFAT);

    private LinuxDriverRules() {}
}
