package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Encryption;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.guest.windows.ForeignFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is encrypted on the disks. */
final class EncryptionRules {

    private static final Rule BITLOCKER_OS = rule("ENC-BITLOCKER-OS")
            .title("BitLocker encrypts a volume of the OS disk")
            .why(
                    "Its key is sealed to this machine's TPM, which stays behind; in Azure the machine stops at the recovery"
                            + " prompt that nobody can reach.")
            .severity(Severity.BLOCKER)
            .source(Source.SERVER_SOFTWARE)
            .remedy(Remedy.powershell("""
                    # in the guest, elevated; wait until the status says fully decrypted, then shut down
                    manage-bde -off C:
                    manage-bde -status
                    """))
            .osDisk(disk -> volume(disk, "bitlocker")
                    .map(seen -> disk.volumeWith("bitlocker")
                                    .filter(EncryptionRules::isSuspended)
                                    .isPresent()
                            ? seen.as(Severity.WARNING)
                            : seen));

    private static final Rule BITLOCKER_SUSPENDED = rule("ENC-BITLOCKER-SUSPENDED")
            .title("BitLocker is suspended, and the volume still encrypted")
            .why(
                    "The key lies beside the volume in the clear, so the machine would start in Azure; but nobody has"
                            + " looked into the volume, and BitLocker resumes by itself after a restart, with the old TPM gone.")
            .severity(Severity.WARNING)
            .source(Source.SERVER_SOFTWARE)
            .inWindows("""
                    # wait until the status says fully decrypted, then shut down and assess again
                    manage-bde.exe -off C:
                    manage-bde.exe -status
                    """)
            .eachDisk(disk -> disk.seen().volumes().stream()
                    .filter(EncryptionRules::isSuspended)
                    .findFirst()
                    .map(volume -> disk.sawIn(
                            volume.partitionIndex(),
                            "protectors of the key: "
                                    + volume.encryption()
                                            .map(lock -> String.join(", ", lock.protectors()))
                                            .orElse(""))));

    private static final Rule BITLOCKER_DATA = rule("ENC-BITLOCKER-DATA")
            .title("BitLocker encrypts a volume of the data disk")
            .why("Automatic unlocking depends on keys on the OS disk; without them the recovery key is needed.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.powershell("""
                    # in the guest, elevated: decrypt, or at least write the recovery key down
                    manage-bde -off <letter>:
                    manage-bde -protectors -get <letter>:
                    """))
            .dataDisks(disk -> volume(disk, "bitlocker"));

    private static final Rule LUKS_ROOT = rule("ENC-LUKS-ROOT")
            .title("LUKS encrypts a volume of the OS disk")
            .why("The machine asks for a passphrase on a console that nobody sits at.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.sh("""
                    # from a rescue system as root, after a backup; Azure encrypts the disk on its side
                    cryptsetup reencrypt --decrypt <device>
                    """))
            .osDisk(disk -> volume(disk, "luks"));

    private static final Rule LUKS_DATA = rule("ENC-LUKS-DATA")
            .title("LUKS encrypts a volume of the data disk")
            .why("It opens in Azure only where the machine can reach its key file unattended.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.sh("""
                    # in the guest as root: see that the volume opens with a key file and does not stop the start
                    grep -v '^#' /etc/crypttab /etc/fstab
                    """))
            .dataDisks(disk -> volume(disk, "luks"));

    private static Optional<Observation> volume(InspectedDisk disk, String fileSystem) {
        return disk.volumeWith(fileSystem)
                .map(volume -> disk.sawIn(
                        volume.partitionIndex(),
                        "the volume begins with the signature of "
                                + (fileSystem.equals("luks") ? "LUKS" : "BitLocker")));
    }

    private static boolean isSuspended(VolumeFacts volume) {
        return volume.encryption().filter(Encryption::suspended).isPresent();
    }

    private static final Rule EFS = rule("ENC-EFS")
            .title("Files are encrypted by EFS")
            .why("Whoever reads them needs the user's certificate; keys in a profile of the domain, or of a recovery"
                    + " agent, have to be in reach after the move.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # find the files, and keep their keys
                    cipher.exe /u /n
                    cipher.exe /x "$env:USERPROFILE\\efs-backup"
                    """)
            .windows(
                    ServiceFacts.of("EFS"),
                    state -> state.starts(Start.AUTOMATIC),
                    state -> "the service EFS starts by itself, which Windows sets once files are encrypted");

    /** The beginnings of names of the drivers that disk encryption of others puts below Windows. */
    private static final List<String> DISK_ENCRYPTION = List.of(
            "mfeepe",
            "mfeepehost",
            "safeboot",
            "sbflt",
            "sbalg",
            "pgpwded",
            "pgpdisk",
            "eedisk",
            "symefi",
            "truecrypt",
            "veracrypt",
            "dcrypt",
            "dlpwde",
            "sgnfd",
            "bedrock",
            "wdedriver",
            "cpwde",
            "cpflt",
            "winmagic",
            "sddisk2k",
            "ddpe",
            "credant",
            "dcdisk",
            "vormetric",
            "vmdsec");

    private static final Rule FDE = rule("ENC-THIRD-PARTY-FDE")
            .title("Another maker's software encrypts the disks")
            .why("Its start code runs before Windows and asks for a password that nobody can type in Azure, or for a"
                    + " server that is out of reach.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # decrypt the disks in that software, then uninstall it
                    Get-Service <services> | Format-Table Name, DisplayName, Status
                    """)
            .windows(guest -> {
                List<String> found = new ArrayList<>();
                guest.value(ForeignFacts.CLASS_FILTERS, List.of()).stream()
                        .map(ForeignFacts.ClassFilter::driver)
                        .filter(EncryptionRules::encrypts)
                        .forEach(found::add);
                guest.value(ForeignFacts.FILE_SYSTEM_FILTERS, List.of()).stream()
                        .filter(EncryptionRules::encrypts)
                        .forEach(found::add);
                if (!found.isEmpty()) {
                    return Stream.of(
                            guest.saw("drivers: " + String.join(", ", found)).with("services", found));
                }
                return guest.fact(ForeignFacts.CLASS_FILTERS).asOptional().isEmpty()
                        ? Stream.of(guest.notKnown(ForeignFacts.CLASS_FILTERS))
                        : Stream.empty();
            });

    private static boolean encrypts(String driver) {
        String name = driver.toLowerCase(Locale.ROOT);
        return DISK_ENCRYPTION.stream().anyMatch(name::startsWith);
    }

    static final List<Rule> ALL =
            List.of(BITLOCKER_OS, BITLOCKER_SUSPENDED, BITLOCKER_DATA, LUKS_ROOT, LUKS_DATA, EFS, FDE);

    private EncryptionRules() {}
}
