package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.linux.AccessFacts;
import dev.gen2lift.guest.linux.DistributionFacts;
import dev.gen2lift.guest.linux.DistributionFacts.MachineId;
import dev.gen2lift.guest.linux.KernelFacts;
import dev.gen2lift.volume.Partition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which Linux, and which BSD, Azure runs. */
final class LinuxVersionRules {

    private static final Set<String> ENDORSED = Set.of(
            "almalinux",
            "ubuntu",
            "debian",
            "flatcar",
            "ol",
            "rhel",
            "rocky",
            "sles",
            "sles_sap",
            "azurelinux",
            "mariner");

    private static final Rule ENDORSED_ONLY = rule("OS-LINUX-ENDORSED")
            .title("The distribution is not one that Azure endorses")
            .why("It may run, but Azure's service level and support are for endorsed distributions only.")
            .severity(Severity.WARNING)
            .source(Source.ENDORSED_LINUX)
            .inWords(
                    "Ask the distribution's maker for support in Azure, or move its work to an endorsed one: AlmaLinux,"
                            + " Azure Linux, Debian, Flatcar, Oracle Linux, RHEL, Rocky Linux, SLES, Ubuntu.")
            .linux(guest -> byVersion(guest, version -> !ENDORSED.contains(version.id())));

    private static final Rule CENTOS = rule("OS-LINUX-EOL-CENTOS")
            .title("CentOS has reached its end")
            .why("There are no updates for it any more, and no support in Azure.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # after a backup, convert it to a distribution that is maintained; for CentOS 7
                    yum install -y almalinux-deploy || curl -O https://raw.githubusercontent.com/AlmaLinux/almalinux-deploy/master/almalinux-deploy.sh
                    """)
            .linux(guest -> byVersion(guest, version -> version.is("centos") && version.major() < 9));

    private static final Rule GEN2 = rule("OS-LINUX-GEN2")
            .title("This release is not made for Generation 2")
            .why("Its kernel or loader does not start reliably under UEFI on Hyper-V.")
            .gen2(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .inWords("Move it as Generation 1, or upgrade the distribution first.")
            .linux(guest -> byVersion(guest, LinuxVersionRules::isTooOldForGen2));

    private static boolean isTooOldForGen2(LinuxVersion version) {
        if (version.major() < 0) {
            return false;
        }
        return switch (version.id()) {
            case "rhel", "centos", "ol" -> version.major() < 7;
            case "debian" -> version.major() < 8;
            case "sles", "sles_sap" -> version.major() < 12;
            case "opensuse" -> version.major() < 13;
            case "ubuntu" -> version.major() < 14;
            default -> false;
        };
    }

    private static final Pattern KERNEL =
            Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,5}))?(?:-(\\d{1,5}))?.*");

    private static final Rule KERNEL_AGE = rule("OS-LINUX-KERNEL")
            .title("The kernel is older than Azure recommends")
            .why("Before 2.6.37 the kernel needs numa=off on larger sizes; before 3.8 it lacks corrections of Hyper-V's"
                    + " storage and network drivers, and loses disks under load. RHEL 6 before 2.6.32-504 needs the"
                    + " Linux Integration Services.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # install the distribution's newest kernel; where there is none, at least
                    sed -i 's/^\\(GRUB_CMDLINE_LINUX="\\)/\\1numa=off /' /etc/default/grub
                    update-grub || grub2-mkconfig -o /boot/grub2/grub.cfg
                    """)
            .linux(guest -> guest.where(
                    KernelFacts.DEFAULT_VERSION, LinuxVersionRules::isOld, version -> "the kernel is " + version));

    private static boolean isOld(String kernel) {
        Matcher matcher = KERNEL.matcher(kernel);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        boolean redHat = kernel.contains(".el");
        if (redHat) {
            // Red Hat's kernels carry corrections of later ones
            int release = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
            return major < 3 && release < 504;
        }
        return major < 3 || major == 3 && minor < 8;
    }

    /** Types of BSD's partitions: GPT's, and MBR's for FreeBSD, OpenBSD and NetBSD. */
    private static final Set<String> BSD = Set.of(
            "516E7CB4-6ECF-11D6-8FF8-00022D09712B",
            "516E7CB5-6ECF-11D6-8FF8-00022D09712B",
            "516E7CB6-6ECF-11D6-8FF8-00022D09712B",
            "516E7CBA-6ECF-11D6-8FF8-00022D09712B",
            "83BD6B9D-7F41-11DC-BE0B-001560B84F0F",
            "824CC7A0-36A8-11E3-890A-952519AD3F61",
            "49F48D5A-B10E-11DC-B99B-0019D1879648",
            "A5",
            "A6",
            "A9");

    private static final Rule FREE_BSD = rule("OS-FREEBSD-OPENBSD")
            .title("The system is a BSD")
            .why("Azure runs FreeBSD and OpenBSD, with the community's support; gen2lift does not read their file"
                    + " systems, so nothing more is known of it.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_OPENBSD)
            .inWords("Rehearse the machine before the move: serial console, DHCP, and the Azure agent from ports.")
            .osDisk(disk -> disk.table().partitions().stream()
                    .filter(partition -> BSD.contains(partition.typeId()))
                    .findFirst()
                    .map(partition -> disk.sawIn(partition, "a partition of the type " + kind(partition))));

    private static String kind(Partition partition) {
        return switch (partition.typeId()) {
            case "824CC7A0-36A8-11E3-890A-952519AD3F61", "A6" -> "OpenBSD";
            case "49F48D5A-B10E-11DC-B99B-0019D1879648", "A9" -> "NetBSD";
            default -> "FreeBSD";
        };
    }

    private static final Rule MACHINE_ID = rule("LNX-MACHINE-ID")
            .title("The system is to become an image and keeps its machine id")
            .why("Machines made from one image with one id take each other's DHCP leases and logs.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # only where it is to become an image, as the last thing before shutdown
                    truncate -s 0 /etc/machine-id
                    waagent -force -deprovision+user
                    """)
            .linux(guest -> asImage(guest)
                    ? guest.where(
                            DistributionFacts.MACHINE_ID, id -> id == MachineId.SET, id -> "/etc/machine-id is set")
                    : Stream.empty());

    private static final Rule HOST_KEYS = rule("LNX-HOST-KEYS")
            .title("The system is to become an image and keeps its SSH host keys")
            .why("Machines made from one image then prove themselves by one key, which all of them know.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # only where it is to become an image, as the last thing before shutdown
                    rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
                    """)
            .linux(guest -> asImage(guest)
                    ? guest.where(AccessFacts.SSH_HOST_KEYS, true, "/etc/ssh has host keys")
                    : Stream.empty());

    private static boolean asImage(Guest guest) {
        return guest.target().intentions().managedImage()
                || guest.target().intentions().osProfile();
    }

    /** Neither identity nor keys: what deprovisioning leaves. */
    static boolean looksGeneralized(Guest guest) {
        boolean noIdentity = guest.fact(DistributionFacts.MACHINE_ID)
                .asOptional()
                .filter(id -> id == MachineId.TO_BE_SET)
                .isPresent();
        return noIdentity
                && guest.fact(AccessFacts.SSH_INSTALLED).is(true)
                && guest.fact(AccessFacts.SSH_HOST_KEYS).is(false);
    }

    private static Stream<Observation> byVersion(Guest guest, Predicate<LinuxVersion> wrong) {
        Optional<LinuxVersion> version = LinuxVersion.of(guest);
        if (version.isEmpty()) {
            return Stream.of(guest.notKnown(DistributionFacts.OS_RELEASE));
        }
        return wrong.test(version.get()) ? Stream.of(guest.saw(LinuxVersion.name(guest))) : Stream.empty();
    }

    static final List<Rule> ALL = List.of(ENDORSED_ONLY, CENTOS, GEN2, KERNEL_AGE, FREE_BSD, MACHINE_ID, HOST_KEYS);

    private LinuxVersionRules() {}
}
