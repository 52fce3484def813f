package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.GuestExample.linux;
import static dev.gen2lift.assess.GuestExample.mount;
import static dev.gen2lift.assess.Severity.BLOCKER;
import static dev.gen2lift.assess.Severity.INFO;
import static dev.gen2lift.assess.Severity.WARNING;
import static dev.gen2lift.assess.Target.GEN2;
import static dev.gen2lift.assess.rules.Example.clean;
import static dev.gen2lift.assess.rules.Example.hit;

import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.GuestExample;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.GrubConfiguration;
import dev.gen2lift.guest.boot.SecureBootStage;
import dev.gen2lift.guest.linux.AccessFacts;
import dev.gen2lift.guest.linux.AzureFacts;
import dev.gen2lift.guest.linux.DeviceName;
import dev.gen2lift.guest.linux.DistributionFacts;
import dev.gen2lift.guest.linux.DistributionFacts.MachineId;
import dev.gen2lift.guest.linux.DriverFacts;
import dev.gen2lift.guest.linux.DriverFacts.AtStart;
import dev.gen2lift.guest.linux.DriverFacts.Support;
import dev.gen2lift.guest.linux.KernelFacts;
import dev.gen2lift.guest.linux.ModuleFacts;
import dev.gen2lift.guest.linux.MountFacts;
import dev.gen2lift.guest.linux.NetworkFacts;
import dev.gen2lift.guest.linux.NetworkInterface;
import dev.gen2lift.guest.linux.NetworkInterface.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Guests with Linux: each breaks one rule, and the healthy one breaks none. */
final class LinuxExamples {

    private static final Target NVME = GEN2.with(Target.DiskController.NVME);

    /** Those that speak only of what is to become an image. */
    private static final Set<String> OF_IMAGES = Set.of("LNX-MACHINE-ID", "LNX-HOST-KEYS");

    /** Those that look into an installed Linux. */
    static final List<Rule> RULES = Stream.of(
                    LinuxVersionRules.ALL,
                    LinuxBootRules.ALL,
                    LinuxDriverRules.ALL,
                    LinuxStorageRules.ALL,
                    LinuxNetworkRules.ALL,
                    LinuxAccessRules.ALL)
            .flatMap(List::stream)
            .toList();

    static final List<Example> ALL = Stream.of(healthy(), versions(), drivers(), storage(), network(), access())
            .flatMap(List::stream)
            .toList();

    private LinuxExamples() {}

    private static VmFacts vm(GuestExample guest) {
        return VmExample.of(DiskExample.linuxGen2().guest(guest));
    }

    private static Example wrong(String rule, Severity severity, String evidence, GuestExample guest) {
        Target target = OF_IMAGES.contains(rule) ? GEN2.with(IntentionExamples.image()) : GEN2;
        return hit(rule, target, vm(guest), severity, evidence);
    }

    private static Example fine(String rule, GuestExample guest) {
        return clean(rule, GEN2, vm(guest));
    }

    private static List<Example> healthy() {
        return RULES.stream()
                .map(Rule::info)
                .map(info -> clean(info.id(), info.id().contains("NVME") ? NVME : GEN2, vm(linux())))
                .toList();
    }

    private static List<Example> versions() {
        return List.of(
                wrong("OS-LINUX-ENDORSED", WARNING, "arch", linux().release("arch", "2026")),
                wrong("OS-LINUX-ENDORSED", WARNING, "damaged", linux().without(DistributionFacts.OS_RELEASE)),
                wrong("OS-LINUX-EOL-CENTOS", WARNING, "centos 7", linux().release("centos", "7")),
                fine("OS-LINUX-EOL-CENTOS", linux().release("centos", "9")),
                wrong("OS-LINUX-GEN2", WARNING, "sles 11", linux().release("sles", "11.4")),
                wrong(
                        "OS-LINUX-KERNEL",
                        WARNING,
                        "2.6.32-431",
                        linux().with(KernelFacts.DEFAULT_VERSION, "2.6.32-431.el6.x86_64")),
                fine("OS-LINUX-KERNEL", linux().with(KernelFacts.DEFAULT_VERSION, "2.6.32-754.el6.x86_64")),
                fine("OS-LINUX-KERNEL", linux().with(KernelFacts.DEFAULT_VERSION, "3.10.0-1160.el7.x86_64")),
                hit(
                        "OS-FREEBSD-OPENBSD",
                        GEN2,
                        VmExample.of(DiskExample.data()
                                .partition("unknown", "516E7CB6-6ECF-11D6-8FF8-00022D09712B", 1, 100, "unknown")),
                        WARNING,
                        "FreeBSD"),
                wrong("LNX-MACHINE-ID", WARNING, "/etc/machine-id", linux()),
                wrong("LNX-HOST-KEYS", WARNING, "host keys", linux()),
                clean(
                        "LNX-HOST-KEYS",
                        GEN2.with(IntentionExamples.image()),
                        vm(linux().with(AccessFacts.SSH_HOST_KEYS, false))),
                wrong(
                        "OS-GENERALIZED-STATE",
                        WARNING,
                        "no machine id",
                        linux().with(DistributionFacts.MACHINE_ID, MachineId.TO_BE_SET)
                                .with(AccessFacts.SSH_HOST_KEYS, false)));
    }

    private static List<Example> drivers() {
        Map<String, Support> none = Map.of("hv_vmbus", Support.ABSENT, "hv_storvsc", Support.ABSENT);
        Map<String, AtStart> nothing = Map.of("hv_vmbus", AtStart.MISSING, "hv_storvsc", AtStart.MISSING);
        return List.of(
                wrong(
                        "LNX-HV-MODULES",
                        BLOCKER,
                        "hv_vmbus, hv_storvsc",
                        linux().with(DriverFacts.KERNEL_DRIVERS, none).with(DriverFacts.START_DRIVERS, nothing)),
                wrong("LNX-HV-MODULES", WARNING, "not known", linux().without(DriverFacts.KERNEL_DRIVERS)),
                wrong("LNX-HV-INITRAMFS", BLOCKER, "hv_vmbus", linux().with(DriverFacts.START_DRIVERS, nothing)),
                hit(
                        "LNX-NVME-INITRAMFS",
                        NVME,
                        vm(linux().with(KernelFacts.COMMAND_LINE, "root=UUID=1")),
                        WARNING,
                        "io_timeout=240"),
                hit(
                        "LNX-NVME-INITRAMFS",
                        NVME,
                        vm(linux().with(DriverFacts.START_DRIVERS, nothing)),
                        WARNING,
                        "nvme, nvme_core"),
                wrong(
                        "LNX-UDF-VFAT",
                        BLOCKER,
                        "install vfat /bin/true",
                        linux().with(
                                        ModuleFacts.BLOCKED,
                                        List.of(new ModuleFacts.Blocked(
                                                "vfat", "install vfat /bin/true", "/etc/modprobe.d/cis.conf line 4")))),
                wrong(
                        "LNX-UDF-VFAT",
                        WARNING,
                        "blacklist udf",
                        linux().with(
                                        ModuleFacts.BLOCKED,
                                        List.of(new ModuleFacts.Blocked("udf", "blacklist udf", "cis.conf line 5")))));
    }

    private static List<Example> storage() {
        MountFacts.Entry root = mount("UUID=1", DeviceName.Kind.UUID, "/", "ext4", "partition 2");
        VolumeFacts shared = new VolumeFacts(
                0,
                Optional.of("vg/root"),
                1,
                "ext4",
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        return List.of(
                wrong(
                        "LNX-FSTAB-UUID",
                        BLOCKER,
                        "/dev/sda2 on /",
                        linux().with(
                                        MountFacts.FSTAB,
                                        List.of(mount("/dev/sda2", DeviceName.Kind.KERNEL_NAME, "/", "ext4", "")))),
                wrong(
                        "LNX-FSTAB-UUID",
                        WARNING,
                        "/dev/sdb1 on /data",
                        linux().with(
                                        MountFacts.FSTAB,
                                        List.of(
                                                root,
                                                mount("/dev/sdb1", DeviceName.Kind.KERNEL_NAME, "/data", "ext4", "")))),
                wrong(
                        "LNX-ROOT-CMDLINE",
                        WARNING,
                        "root=/dev/sda2",
                        linux().with(
                                        KernelFacts.ROOT_DEVICE,
                                        new DeviceName(DeviceName.Kind.KERNEL_NAME, "/dev/sda2"))),
                wrong(
                        "LNX-ROOT-CMDLINE",
                        WARNING,
                        "resume=99",
                        linux().with(KernelFacts.RESUME_DEVICES, List.of(new DeviceName(DeviceName.Kind.UUID, "99")))),
                wrong(
                        "LNX-SWAP-OSDISK",
                        WARNING,
                        "UUID=2",
                        linux().with(
                                        MountFacts.FSTAB,
                                        List.of(mount("UUID=2", DeviceName.Kind.UUID, "none", "swap", "")))),
                wrong("BOOT-ESP-FSTAB", WARNING, "fstab", linux().with(MountFacts.SYSTEM_PARTITION_MOUNTED, false)),
                hit(
                        "BOOT-GRUB-EFI-CFG",
                        GEN2,
                        VmExample.of(DiskExample.linuxGen2().loader(grub(Fact.known(false, "seen")))),
                        WARNING,
                        "no grub.cfg in /EFI/debian"),
                clean(
                        "BOOT-GRUB-EFI-CFG",
                        GEN2,
                        VmExample.of(DiskExample.linuxGen2().loader(grub(Fact.known(true, "seen"))))),
                wrong(
                        "PART-SPLIT-BOOT",
                        BLOCKER,
                        "/boot is UUID=7",
                        linux().with(
                                        MountFacts.FSTAB,
                                        List.of(root, mount("UUID=7", DeviceName.Kind.UUID, "/boot", "ext4", "")))),
                hit(
                        "PART-SPLIT-BOOT",
                        GEN2,
                        VmExample.of(
                                DiskExample.linuxGen2()
                                        .guest(linux().with(MountFacts.ROOT_VOLUME, "vg/root"))
                                        .path("os.vhdx"),
                                DiskExample.data().volume(shared).path("data.vhdx")),
                        WARNING,
                        "vg lies on data.vhdx"),
                wrong(
                        "LNX-WAAGENT-RESDISK",
                        INFO,
                        "ResourceDisk.Format=y",
                        linux().with(AzureFacts.AGENT_SETTINGS, Map.of("ResourceDisk.Format", "y"))),
                wrong(
                        "PART-FS-REISERFS",
                        WARNING,
                        "/var",
                        linux().with(
                                        MountFacts.FSTAB,
                                        List.of(root, mount("UUID=3", DeviceName.Kind.UUID, "/var", "reiserfs", "")))),
                wrong(
                        "VM-NFS-SMB-MOUNT",
                        INFO,
                        "nas:/home on /home",
                        linux().with(
                                        MountFacts.FSTAB,
                                        List.of(
                                                root,
                                                mount("nas:/home", DeviceName.Kind.NETWORK, "/home", "nfs", "")))));
    }

    private static BootLoader grub(Fact<Boolean> menu) {
        return new BootLoader(
                "EFI/debian/grubx64.efi",
                Architecture.X64,
                true,
                List.of(),
                SecureBootStage.UNKNOWN,
                Optional.of(new GrubConfiguration("/EFI/debian", menu)));
    }

    private static List<Example> network() {
        return List.of(
                wrong(
                        "LNX-UDEV-PERSISTENT-NET",
                        WARNING,
                        "70-persistent-net.rules",
                        linux().with(
                                        NetworkFacts.PERSISTENT_RULES,
                                        List.of("/etc/udev/rules.d/70-persistent-net.rules"))),
                wrong(
                        "LNX-NET-DHCP",
                        WARNING,
                        "eth0: fixed 192.0.2.9/24",
                        linux().with(
                                        NetworkFacts.INTERFACES,
                                        List.of(new NetworkInterface(
                                                "eth0",
                                                "ifcfg",
                                                Method.STATIC,
                                                List.of("192.0.2.9/24"),
                                                "",
                                                "ifcfg-eth0")))),
                wrong(
                        "LNX-NET-DHCP",
                        WARNING,
                        "bound to 00:15:5d",
                        linux().with(
                                        NetworkFacts.INTERFACES,
                                        List.of(new NetworkInterface(
                                                "eth0",
                                                "netplan",
                                                Method.DHCP,
                                                List.of(),
                                                "00:15:5d:1:2:3",
                                                "50.yaml")))),
                wrong("LNX-NM-SRIOV", INFO, "no rule", linux().with(NetworkFacts.NETWORK_MANAGER_ENABLED, true)),
                wrong("LNX-NETWORKMANAGER", INFO, "rhel 9", linux().release("rhel", "9.4")));
    }

    private static List<Example> access() {
        return List.of(
                wrong("LNX-GRUB-CONSOLE", WARNING, "console=tty0", linux().with(KernelFacts.CONSOLES, List.of("tty0"))),
                wrong("LNX-SSH", WARNING, "not installed", linux().with(AccessFacts.SSH_INSTALLED, false)),
                wrong("LNX-SSH", WARNING, "not enabled", linux().with(AccessFacts.SSH_ENABLED, false)),
                wrong("LNX-SSH", INFO, "ClientAliveInterval", linux().with(AccessFacts.SSH_SETTINGS, Map.of())),
                wrong("LNX-AGENT", WARNING, "not installed", linux().with(AzureFacts.AGENT_INSTALLED, false)),
                wrong("LNX-AGENT", WARNING, "not enabled", linux().with(AzureFacts.AGENT_ENABLED, false)),
                wrong(
                        "LNX-CLOUDINIT-DS",
                        WARNING,
                        "no datasource_list",
                        linux().with(AzureFacts.CLOUD_INIT_DATASOURCES, List.of())),
                fine(
                        "LNX-CLOUDINIT-DS",
                        linux().with(AzureFacts.CLOUD_INIT_INSTALLED, false)
                                .with(AzureFacts.CLOUD_INIT_DATASOURCES, List.of())),
                wrong("LNX-HYPERV-DAEMONS", INFO, "none", linux().with(AzureFacts.HYPERV_DAEMONS, List.of())));
    }
}
