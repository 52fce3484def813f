package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.CertificateAuthority;
import dev.gen2lift.guest.boot.ImageSignature;
import dev.gen2lift.guest.boot.SecureBoot;
import dev.gen2lift.guest.linux.ModuleFacts;
import dev.gen2lift.inventory.Firmware;
import dev.gen2lift.inventory.SecureBootTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether firmware that enforces Secure Boot lets the machine start. */
final class SecureBootRules {

    private static final Rule UNSIGNED = rule("SEC-SECUREBOOT-UNSIGNED")
            .title("Secure Boot would not let the machine start")
            .why("Each step, from the firmware over the loader to the kernel, has to be signed by somebody whom the"
                    + " step before it trusts. Keys that were enrolled on the old machine do not come along. With"
                    + " Trusted Launch Secure Boot can be switched off, and the virtual TPM stays.")
            .secureBoot(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH)
            .inWindows("""
                    # install all updates, which bring signed loaders; or create the VM without Secure Boot
                    $vm = Get-AzVM -ResourceGroupName <group> -Name <name>
                    Update-AzVM -VM $vm -ResourceGroupName <group> -SecurityType TrustedLaunch -EnableSecureBoot $false -EnableVtpm $true
                    """)
            .inLinux("""
                    # see what is not signed, install the distribution's signed loaders and kernel
                    command -v sbinfo >/dev/null && sbinfo -u -m -k -b
                    apt-get install --reinstall -y shim-signed grub-efi-amd64-signed || dnf reinstall -y shim-x64 grub2-efi-x64
                    # or create the VM without Secure Boot: az vm update --enable-secure-boot false
                    """)
            .osDisk(disk -> {
                if (!disk.isGpt() || disk.usableEsps().isEmpty()) {
                    return Optional.empty();
                }
                SecureBoot chain = disk.seen().boot().secureBoot();
                Fact<Boolean> ready = chain.ready();
                if (ready.is(true)) {
                    return Optional.empty();
                }
                return Optional.of(
                        ready.is(false)
                                ? disk.saw(ready.explanation())
                                : disk.saw("not known: " + ready.explanation()).undecided());
            });

    private static final Rule DKMS = rule("SEC-SECUREBOOT-DKMS")
            .title("Kernel modules are not signed by the distribution")
            .why("With Secure Boot the kernel refuses them. Keys of the machine's owner that would allow them lie in"
                    + " the firmware's variables, which do not come along.")
            .secureBoot(Severity.WARNING)
            .source(Source.TRUSTED_LAUNCH)
            .inLinux("""
                    # see which they are; do without them, or enroll the key in Azure, or switch Secure Boot off
                    dkms status
                    mokutil --import /var/lib/shim-signed/mok/MOK.der
                    """)
            .linux(guest -> {
                List<String> found = new ArrayList<>();
                guest.value(ModuleFacts.FOREIGN, List.of()).stream()
                        .filter(module -> !module.signed())
                        .map(ModuleFacts.Foreign::path)
                        .forEach(found::add);
                guest.value(ModuleFacts.DKMS, List.of()).forEach(name -> found.add("DKMS: " + name));
                if (!found.isEmpty()) {
                    return Stream.of(guest.saw(found.stream().limit(20).collect(Collectors.joining("; "))));
                }
                return Stream.of(ModuleFacts.FOREIGN, ModuleFacts.DKMS)
                        .filter(name -> guest.fact(name).asOptional().isEmpty())
                        .limit(1)
                        .map(guest::notKnown);
            });

    private static final Rule TEMPLATE = rule("SEC-SECUREBOOT-TEMPLATE")
            .title("The operating system type decides which keys the firmware has")
            .why("Hyper-V chooses keys by a template; Azure chooses them by the disk's osType: for Linux those of"
                    + " Microsoft's UEFI authority too. A wrong osType lets Secure Boot refuse the loader.")
            .secureBoot(Severity.INFO)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWindows("""
                    # create the disk with its osType
                    $config = New-AzDiskConfig -Location <region> -CreateOption Upload -OsType Windows -HyperVGeneration V2 `
                      -UploadSizeInBytes <size>
                    """)
            .inLinux(
                    "az disk create --resource-group <group> --name <name> --os-type Linux --hyper-v-generation V2 --upload-type Upload")
            .machine((vm, target) -> {
                Optional<Firmware> firmware = vm.configuration().map(machine -> machine.firmware());
                Optional<SecureBootTemplate> template =
                        firmware.flatMap(each -> each.template().asOptional());
                boolean windowsKeys = template.filter(each -> each == SecureBootTemplate.MICROSOFT_WINDOWS)
                        .isPresent();
                boolean linux = vm.family().is(GuestFacts.Family.LINUX);
                String evidence = template.map(each -> "the template is "
                                + each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .orElse("the guest is Linux");
                boolean speaks = template.isPresent() && (!windowsKeys || linux) || template.isEmpty() && linux;
                return speaks
                        ? Stream.of(Observation.of(vm.name(), evidence)
                                .remediedIn(linux ? Remedy.Shell.SH : Remedy.Shell.POWERSHELL))
                        : Stream.empty();
            });

    private static final Set<CertificateAuthority> OF_2011 = Set.of(
            CertificateAuthority.MICROSOFT_WINDOWS_PRODUCTION_PCA_2011,
            CertificateAuthority.MICROSOFT_CORPORATION_UEFI_CA_2011);
    private static final Set<CertificateAuthority> OF_2023 =
            Set.of(CertificateAuthority.WINDOWS_UEFI_CA_2023, CertificateAuthority.MICROSOFT_UEFI_CA_2023);

    private static final Rule CA_2023 = rule("SEC-SECUREBOOT-CA2023")
            .title("The boot loader is signed under the certificates of 2011 only")
            .why("They have expired in 2026. Machines keep starting; but new loaders and revocations come under the"
                    + " certificates of 2023, which Trusted Launch VMs created since April 2024 have. Never bring guest"
                    + " state that was captured before.")
            .secureBoot(Severity.WARNING)
            .source(Source.SECURE_BOOT_2023)
            .inWindows("""
                    # install all updates, and let Windows renew its boot manager
                    Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecureBoot' -Name AvailableUpdates -Value 0x5944 -Type DWord
                    Start-ScheduledTask -TaskName '\\Microsoft\\Windows\\PI\\Secure-Boot-Update'
                    """)
            .inLinux("""
                    # let Azure create new guest state, then update the loader
                    apt-get install -y --only-upgrade shim-signed || dnf upgrade -y shim-x64
                    """)
            .osDisk(disk -> {
                List<String> old = disk.seen().boot().loaders().stream()
                        .filter(SecureBootRules::startsFirst)
                        .filter(loader -> authorities(loader).anyMatch(OF_2011::contains))
                        .filter(loader -> authorities(loader).noneMatch(OF_2023::contains))
                        .map(BootLoader::path)
                        .toList();
                return old.isEmpty() ? Optional.empty() : Optional.of(disk.saw(String.join(", ", old)));
            });

    private static boolean startsFirst(BootLoader loader) {
        String path = loader.path().toLowerCase(Locale.ROOT);
        return path.startsWith("efi/boot/boot") || path.endsWith("/bootmgfw.efi") || path.contains("/shim");
    }

    private static Stream<CertificateAuthority> authorities(BootLoader loader) {
        return loader.stage().signatures().stream()
                .filter(signature -> !signature.nested())
                .filter(ImageSignature::isValid)
                .map(ImageSignature::authority);
    }

    static final List<Rule> ALL = List.of(UNSIGNED, DKMS, TEMPLATE, CA_2023);

    private SecureBootRules() {}
}
