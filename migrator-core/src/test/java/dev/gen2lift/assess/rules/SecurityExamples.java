package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.DiskExample.data;
import static dev.gen2lift.assess.DiskExample.linuxGen2;
import static dev.gen2lift.assess.DiskExample.windowsGen1;
import static dev.gen2lift.assess.DiskExample.windowsGen2;
import static dev.gen2lift.assess.GuestExample.linux;
import static dev.gen2lift.assess.GuestExample.windows;
import static dev.gen2lift.assess.Severity.BLOCKER;
import static dev.gen2lift.assess.Severity.INFO;
import static dev.gen2lift.assess.Severity.WARNING;
import static dev.gen2lift.assess.Target.CONFIDENTIAL;
import static dev.gen2lift.assess.Target.GEN2;
import static dev.gen2lift.assess.Target.TRUSTED_LAUNCH;
import static dev.gen2lift.assess.VmExample.of;
import static dev.gen2lift.assess.rules.Example.clean;
import static dev.gen2lift.assess.rules.Example.hit;
import static dev.gen2lift.assess.rules.MachineExamples.described;
import static dev.gen2lift.assess.rules.MachineExamples.machine;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.AuthorityEvidence;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.CertificateAuthority;
import dev.gen2lift.guest.boot.DigestAlgorithm;
import dev.gen2lift.guest.boot.ImageSignature;
import dev.gen2lift.guest.boot.SecureBootStage;
import dev.gen2lift.guest.linux.ModuleFacts;
import dev.gen2lift.guest.windows.EncryptionFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.Firmware;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.Peripherals;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Machines that Secure Boot, Trusted Launch or encryption stand against, and those beside them that are fine. */
final class SecurityExamples {

    static final List<Example> ALL = Stream.of(secureBoot(), trustedLaunch(), encryption(), partitions())
            .flatMap(List::stream)
            .toList();

    private SecurityExamples() {}

    private static BootLoader signedBy(CertificateAuthority... authorities) {
        List<ImageSignature> signatures = Arrays.stream(authorities)
                .map(authority -> new ImageSignature(
                        Optional.of("CN=Microsoft"),
                        authority,
                        AuthorityEvidence.KEY,
                        ImageSignature.Status.VALID,
                        Optional.of(DigestAlgorithm.SHA256),
                        false,
                        "",
                        List.of()))
                .toList();
        return new BootLoader(
                "EFI/BOOT/BOOTX64.EFI",
                Architecture.X64,
                true,
                List.of("CN=Microsoft"),
                new SecureBootStage(
                        Fact.unknown("not computed"),
                        signatures,
                        Fact.unknown("not looked at"),
                        Optional.empty(),
                        Optional.empty(),
                        Fact.unknown("no list")),
                Optional.empty());
    }

    private static List<Example> secureBoot() {
        Fact<Boolean> refused = Fact.known(false, "grubx64.efi: not signed");
        return List.of(
                hit(
                        "SEC-SECUREBOOT-UNSIGNED",
                        TRUSTED_LAUNCH,
                        of(linuxGen2().secureBoot(refused)),
                        BLOCKER,
                        "grubx64.efi: not signed"),
                hit(
                        "SEC-SECUREBOOT-UNSIGNED",
                        CONFIDENTIAL,
                        of(linuxGen2().secureBoot(Fact.unknown("too large"))),
                        WARNING,
                        "not known: too large"),
                clean("SEC-SECUREBOOT-UNSIGNED", GEN2, of(linuxGen2().secureBoot(refused))),
                clean("SEC-SECUREBOOT-UNSIGNED", TRUSTED_LAUNCH, of(linuxGen2())),
                hit(
                        "SEC-SECUREBOOT-DKMS",
                        TRUSTED_LAUNCH,
                        of(linuxGen2()
                                .guest(linux().with(
                                                ModuleFacts.FOREIGN,
                                                List.of(new ModuleFacts.Foreign(
                                                        "/lib/modules/x/extra/nv.ko", false))))),
                        WARNING,
                        "extra/nv.ko"),
                clean(
                        "SEC-SECUREBOOT-DKMS",
                        TRUSTED_LAUNCH,
                        of(linuxGen2()
                                .guest(linux().with(
                                                ModuleFacts.FOREIGN,
                                                List.of(new ModuleFacts.Foreign(
                                                        "/lib/modules/x/extra/nv.ko", true)))))),
                hit("SEC-SECUREBOOT-TEMPLATE", TRUSTED_LAUNCH, of(linuxGen2()), INFO, "Linux"),
                hit(
                        "SEC-SECUREBOOT-TEMPLATE",
                        TRUSTED_LAUNCH,
                        described(
                                windowsGen2(),
                                machine().firmware(template(SecureBootTemplate.MICROSOFT_UEFI_CERTIFICATE_AUTHORITY))),
                        INFO,
                        "microsoft uefi certificate authority"),
                clean(
                        "SEC-SECUREBOOT-TEMPLATE",
                        TRUSTED_LAUNCH,
                        described(windowsGen2(), machine().firmware(template(SecureBootTemplate.MICROSOFT_WINDOWS)))),
                hit(
                        "SEC-SECUREBOOT-CA2023",
                        TRUSTED_LAUNCH,
                        of(linuxGen2()
                                .withoutLoaders()
                                .loader(signedBy(CertificateAuthority.MICROSOFT_CORPORATION_UEFI_CA_2011))),
                        WARNING,
                        "BOOTX64.EFI"),
                clean(
                        "SEC-SECUREBOOT-CA2023",
                        TRUSTED_LAUNCH,
                        of(linuxGen2()
                                .withoutLoaders()
                                .loader(signedBy(
                                        CertificateAuthority.MICROSOFT_CORPORATION_UEFI_CA_2011,
                                        CertificateAuthority.MICROSOFT_UEFI_CA_2023)))));
    }

    static Firmware template(SecureBootTemplate template) {
        return new Firmware(Fact.known(true, "seen"), Fact.known(template, "seen"), Fact.known(List.of(), "seen"));
    }

    private static List<Example> trustedLaunch() {
        return List.of(
                hit(
                        "SEC-TL-OS-UNLISTED",
                        TRUSTED_LAUNCH,
                        of(windowsGen2().guest(windows().version("Windows Server 2012 R2", "9600.20000"))),
                        BLOCKER,
                        "2012 R2"),
                hit(
                        "SEC-TL-OS-UNLISTED",
                        GEN2,
                        of(linuxGen2().guest(linux().release("debian", "10"))),
                        WARNING,
                        "debian 10"),
                clean("SEC-TL-OS-UNLISTED", TRUSTED_LAUNCH, of(linuxGen2())),
                clean("SEC-TL-OS-UNLISTED", TRUSTED_LAUNCH, of(linuxGen2().guest(linux().release("rhel", "8.10")))),
                hit(
                        "SEC-TL-MANAGED-IMAGE",
                        TRUSTED_LAUNCH.with(IntentionExamples.image()),
                        of(windowsGen2()),
                        BLOCKER,
                        "planned"),
                clean("SEC-TL-MANAGED-IMAGE", TRUSTED_LAUNCH, of(windowsGen2())),
                hit(
                        "SEC-TL-LINUX-HIBERNATE",
                        TRUSTED_LAUNCH.with(IntentionExamples.hibernation()),
                        of(linuxGen2()),
                        BLOCKER,
                        "Linux"),
                clean(
                        "SEC-TL-LINUX-HIBERNATE",
                        TRUSTED_LAUNCH.with(IntentionExamples.hibernation()),
                        of(windowsGen2())),
                hit(
                        "SEC-TL-COMPORT",
                        TRUSTED_LAUNCH,
                        described(
                                windowsGen2(),
                                machine()
                                        .peripherals(new Peripherals(
                                                Fact.known(List.of(), "seen"),
                                                Fact.known(List.of(), "seen"),
                                                Fact.known(List.of(new ComPort(1, "\\\\.\\pipe\\a")), "seen"),
                                                Fact.known(List.of(), "seen")))),
                        WARNING,
                        "COM1"),
                clean("SEC-TL-COMPORT", TRUSTED_LAUNCH, described(windowsGen2(), machine())),
                hit(
                        "SEC-TL-MEM50MB",
                        TRUSTED_LAUNCH,
                        described(windowsGen2(), machine().memory(memory(ByteSize.GIB))),
                        INFO,
                        "1 GiB"),
                clean(
                        "SEC-TL-MEM50MB",
                        TRUSTED_LAUNCH,
                        described(windowsGen2(), machine().memory(memory(16 * ByteSize.GIB)))),
                hit(
                        "SEC-CVM-OS",
                        CONFIDENTIAL,
                        of(windowsGen2().guest(windows().version("Windows Server 2016", "14393.6000"))),
                        BLOCKER,
                        "2016"),
                clean("SEC-CVM-OS", CONFIDENTIAL, of(linuxGen2())),
                hit(
                        "SEC-SHIELDED-VM",
                        GEN2,
                        described(windowsGen2(), machine().security(security(true, true))),
                        BLOCKER,
                        "Shielded"),
                clean("SEC-SHIELDED-VM", GEN2, described(windowsGen2(), machine())),
                hit(
                        "SEC-VTPM-STATE",
                        GEN2,
                        described(windowsGen2(), machine().security(security(true, false))),
                        WARNING,
                        "virtual TPM"),
                hit(
                        "SEC-VTPM-STATE",
                        GEN2,
                        of(windowsGen2().guest(windows().with(EncryptionFacts.BITLOCKER_BOOT_STATUS, 1L))),
                        WARNING,
                        "BitLocker"),
                clean("SEC-VTPM-STATE", GEN2, of(windowsGen2())));
    }

    static Security security(boolean vtpm, boolean shielded) {
        return new Security(Fact.known(vtpm, "seen"), Fact.known(shielded, "seen"), Fact.known(shielded, "seen"));
    }

    static Memory memory(long bytes) {
        return new Memory(
                Fact.known(bytes, "seen"),
                Fact.known(false, "seen"),
                Fact.known(bytes, "seen"),
                Fact.known(bytes, "seen"),
                Fact.known(0L, "seen"));
    }

    private static List<Example> encryption() {
        return List.of(
                hit(
                        "ENC-BITLOCKER-SUSPENDED",
                        GEN2,
                        of(windowsGen2().fileSystem(3, "bitlocker").encryption(3, true, "tpm", "clear-key")),
                        WARNING,
                        "tpm, clear-key"),
                clean(
                        "ENC-BITLOCKER-SUSPENDED",
                        GEN2,
                        of(windowsGen2().fileSystem(3, "bitlocker").encryption(3, false, "tpm"))),
                hit(
                        "ENC-BITLOCKER-OS",
                        GEN2,
                        of(windowsGen2().fileSystem(3, "bitlocker").encryption(3, true, "clear-key")),
                        WARNING,
                        "signature of BitLocker"));
    }

    private static List<Example> partitions() {
        return List.of(
                hit(
                        "PART-DIRTY-FS",
                        GEN2,
                        of(windowsGen2()
                                .warning("NTFS volume information of partition 3", "the volume is marked dirty")),
                        WARNING,
                        "marked dirty"),
                hit(
                        "PART-DIRTY-FS",
                        GEN2,
                        of(windowsGen2().guest(windows().with(EncryptionFacts.HIBERNATED, true))),
                        WARNING,
                        "hibernated"),
                hit(
                        "PART-DIRTY-FS",
                        GEN2,
                        of(windowsGen2().guest(windows().with(SystemFacts.REPLAYED_HIVES, List.of("SYSTEM")))),
                        WARNING,
                        "SYSTEM"),
                clean("PART-DIRTY-FS", GEN2, of(windowsGen2())),
                clean(
                        "DISK-CORRUPT",
                        GEN2,
                        of(windowsGen2()
                                .warning("NTFS volume information of partition 3", "the volume is marked dirty"))),
                hit(
                        "PART-COUNT",
                        GEN2,
                        of(windowsGen2()
                                .partition(
                                        "windows-recovery", "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC", 110_000, 1, "ntfs")
                                .partition(
                                        "windows-recovery",
                                        "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC",
                                        110_001,
                                        1,
                                        "ntfs")),
                        INFO,
                        "5 partitions"),
                clean("PART-COUNT", GEN2, of(windowsGen2())),
                clean("PART-COUNT", GEN2, of(windowsGen1())),
                hit(
                        "OS-UNIDENTIFIED",
                        GEN2,
                        of(data().family(GuestFacts.Family.WINDOWS, "BitLocker")
                                .partition(
                                        "microsoft-basic-data", "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", 1, 9, "ntfs")),
                        WARNING,
                        "none of its files"));
    }
}
