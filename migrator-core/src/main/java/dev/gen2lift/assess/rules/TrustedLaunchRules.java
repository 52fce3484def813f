package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.windows.EncryptionFacts;
import dev.gen2lift.inventory.ComPort;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Trusted Launch and confidential VMs ask beyond Secure Boot. */
final class TrustedLaunchRules {

    /** Bytes of memory up to which 50 MB matter. */
    private static final long SMALL = 2 * ByteSize.GIB;

    private static final Rule OS_UNLISTED = rule("SEC-TL-OS-UNLISTED")
            .title("The system is not among those made for Trusted Launch")
            .why("Portal, CLI and PowerShell choose Trusted Launch for Generation 2 by themselves. Where the system is"
                    + " not listed for it, the VM has to ask for standard security, for which the subscription"
                    + " registers Microsoft.Compute/UseStandardSecurityType.")
            .gen2(Severity.WARNING)
            .trustedLaunch(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH)
            .inWindows("""
                    # where the VM is created: ask for standard security
                    Register-AzProviderFeature -ProviderNamespace Microsoft.Compute -FeatureName UseStandardSecurityType
                    New-AzVMConfig -VMName <vm> -VMSize <size> -SecurityType Standard
                    """)
            .inLinux("""
                    # where the VM is created: ask for standard security
                    az feature register --namespace Microsoft.Compute --name UseStandardSecurityType
                    az vm create --resource-group <group> --name <vm> --attach-os-disk <disk> --os-type Linux --security-type Standard
                    """)
            .guest(guest -> isListed(guest)
                    .map(listed ->
                            listed ? Stream.<Observation>empty() : Stream.of(guest.saw(name(guest) + " is not listed")))
                    .orElseGet(() -> Stream.of(guest.saw("not known: the system does not tell its version")
                            .undecided())));

    /** The list of Trusted launch for Azure virtual machines, "Operating systems supported"; later releases count. */
    private static Optional<Boolean> isListed(Guest guest) {
        if (guest.isWindows()) {
            return WindowsVersion.of(guest)
                    .map(version -> version.build()
                            >= (version.server() ? WindowsVersion.SERVER_2016 : WindowsVersion.CLIENT_10));
        }
        return LinuxVersion.of(guest).map(TrustedLaunchRules::isListed);
    }

    private static boolean isListed(LinuxVersion version) {
        return switch (version.id()) {
            case "almalinux" -> version.isFrom(8, 7) || version.major() >= 9;
            case "azurelinux", "mariner" -> true;
            case "debian" -> version.major() >= 11;
            case "ol" -> version.isFrom(8, 3) || version.major() >= 9;
            case "rhel" -> version.isFrom(8, 6) || version.isFrom(9, 4) || version.major() >= 10;
            case "rocky" -> version.isFrom(8, 6) || version.isFrom(9, 2) || version.major() >= 10;
            case "sles", "sles_sap" -> version.isFrom(15, 3) || version.major() >= 16;
            case "ubuntu" -> version.major() >= 18;
            default -> false;
        };
    }

    private static String name(Guest guest) {
        return guest.isWindows() ? WindowsVersion.name(guest) : LinuxVersion.name(guest);
    }

    private static final Rule MANAGED_IMAGE = rule("SEC-TL-MANAGED-IMAGE")
            .title("Trusted Launch does not go with managed images")
            .why("Neither can a managed image be made of such a VM, nor such a VM of one; Azure Compute Gallery takes"
                    + " the image's place.")
            .trustedLaunch(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH)
            .inWindows("""
                    # a definition in a gallery instead
                    New-AzGalleryImageDefinition -ResourceGroupName <group> -GalleryName <gallery> -Name <name> `
                      -Location <region> -OsType <os> -OsState Specialized -HyperVGeneration V2 `
                      -Publisher <publisher> -Offer <offer> -Sku <sku> `
                      -Feature @(@{Name='SecurityType';Value='TrustedLaunchSupported'})
                    """)
            .machine((vm, target) -> target.intentions().managedImage()
                    ? Stream.of(Observation.of(vm.name(), "managed images are planned"))
                    : Stream.empty());

    private static final Rule LINUX_HIBERNATE = rule("SEC-TL-LINUX-HIBERNATE")
            .title("A Linux with Trusted Launch cannot hibernate")
            .why("Azure hibernates Linux with standard security only.")
            .trustedLaunch(Severity.BLOCKER)
            .source(Source.HIBERNATION)
            .inWords("Choose standard security for the machine, or do without hibernation.")
            .machine((vm, target) ->
                    target.intentions().hibernation() && vm.family().is(GuestFacts.Family.LINUX)
                            ? Stream.of(Observation.of(vm.name(), "hibernation is planned, and the guest is Linux"))
                            : Stream.empty());

    private static final Rule COM_PORT = rule("SEC-TL-COMPORT")
            .title("The machine uses a serial port")
            .why("With Trusted Launch serial ports are off, and one can be added only where Secure Boot is off.")
            .trustedLaunch(Severity.WARNING)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWords("Do without the port, or choose standard security; Azure's serial console works either way.")
            .configuration(machine -> machine.whereAny(
                    machine.machine().peripherals().comPorts(),
                    port -> true,
                    (ComPort port) -> "COM" + port.number() + " is connected to " + port.pipe()));

    private static final Rule MEMORY = rule("SEC-TL-MEM50MB")
            .title("Trusted Launch takes about 50 MB of the memory")
            .why("The layer that holds the virtual TPM lives in the machine's own memory.")
            .trustedLaunch(Severity.INFO)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWords("Nothing to do; mind it where a machine is sized to the last megabyte.")
            .configuration(machine -> machine
                    .machine()
                    .memory()
                    .startup()
                    .asOptional()
                    .filter(bytes -> bytes <= SMALL)
                    .map(bytes -> machine.saw(ByteSize.text(bytes) + " of memory"))
                    .stream());

    private static final Rule CONFIDENTIAL_OS = rule("SEC-CVM-OS")
            .title("The system does not run as a confidential VM")
            .why("Confidential VMs start only systems that know the processors' protection: Ubuntu 20.04 and later,"
                    + " RHEL 9.2 and later, Windows 11 22H2 and later, Windows Server 2019 and later.")
            .confidential(Severity.BLOCKER)
            .source(Source.CONFIDENTIAL_VM)
            .inWords("Choose Trusted Launch, or upgrade the system first.")
            .guest(guest -> isConfidential(guest)
                    .map(listed ->
                            listed ? Stream.<Observation>empty() : Stream.of(guest.saw(name(guest) + " is not listed")))
                    .orElseGet(() -> Stream.of(guest.saw("not known: the system does not tell its version")
                            .undecided())));

    private static Optional<Boolean> isConfidential(Guest guest) {
        if (guest.isWindows()) {
            return WindowsVersion.of(guest)
                    .map(version -> version.build()
                            >= (version.server() ? WindowsVersion.SERVER_2019 : WindowsVersion.CLIENT_11_22H2));
        }
        return LinuxVersion.of(guest)
                .map(version -> version.is("ubuntu") && version.major() >= 20
                        || version.is("rhel") && (version.isFrom(9, 2) || version.major() >= 10));
    }

    private static final Rule SHIELDED = rule("SEC-SHIELDED-VM")
            .title("The machine is shielded")
            .why("Its disks are encrypted with keys of a Host Guardian Service, and Azure has none.")
            .severity(Severity.BLOCKER)
            .source(Source.GENERATION_2)
            .onHost("""
                    # take the shielding off, decrypt the disks in the guest (manage-bde -off C:), then move it with Trusted Launch
                    Set-VMSecurityPolicy -VMName <vm> -Shielded $false
                    """)
            .configuration(machine ->
                    machine.where(machine.machine().security().shielded(), yes -> yes, yes -> "Shielded is true"));

    private static final Rule VTPM = rule("SEC-VTPM-STATE")
            .title("What the virtual TPM keeps does not come along")
            .why("Its content lies in the machine's state on the host, not on the disks: keys of BitLocker, Windows"
                    + " Hello and Credential Guard. Trusted Launch brings a new, empty TPM.")
            .severity(Severity.WARNING)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWindows("""
                    # write the recovery keys down, and suspend or end what hangs on the TPM
                    manage-bde.exe -protectors -get C:
                    Get-Tpm
                    """)
            .machine(TrustedLaunchRules::vtpm);

    private static Stream<Observation> vtpm(VmFacts vm, Target target) {
        Optional<Fact<Boolean>> enabled =
                vm.configuration().map(machine -> machine.security().vtpm());
        if (enabled.filter(fact -> fact.is(true)).isPresent()) {
            return Stream.of(Observation.of(vm.name(), "the machine has a virtual TPM")
                    .with("vm", new Remedy.LiteralName(vm.name())));
        }
        return Guest.of(vm, target)
                .filter(Guest::isWindows)
                .flatMap(guest -> guest.fact(EncryptionFacts.BITLOCKER_BOOT_STATUS)
                        .asOptional()
                        .filter(status -> status != 0)
                        .map(status ->
                                guest.saw("Windows notes that BitLocker protected its last start (" + status + ")")))
                .stream();
    }

    static final List<Rule> ALL =
            List.of(SHIELDED, VTPM, OS_UNLISTED, MANAGED_IMAGE, LINUX_HIBERNATE, COM_PORT, MEMORY, CONFIDENTIAL_OS);

    private TrustedLaunchRules() {}
}
