package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.AzureLimits;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTypes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the firmware of the target needs to find on the OS disk. */
final class BootRules {

    private static final String WINDOWS_LOADER = "EFI/Microsoft/Boot/bootmgfw.efi";

    private static final Rule GPT_REQUIRED = rule("BOOT-GPT-REQUIRED-GEN2")
            .title("The OS disk has no GPT, which Generation 2 starts from")
            .why("UEFI firmware finds its loader through the EFI system partition of a GPT disk. As it is, the machine"
                    + " can only become Generation 1.")
            .gen2(Severity.BLOCKER)
            .gen1(Severity.WARNING)
            .source(Source.GENERATION_2)
            .remedy(Remedy.powershell("""
                    # in the guest, elevated, Windows 10 1703 or Server 2019 and later; then shut down.
                    # Older Windows: move it as Generation 1
                    mbr2gpt.exe /validate /allowFullOS
                    mbr2gpt.exe /convert /allowFullOS
                    """))
            .remedy(Remedy.sh("""
                    # move it as Generation 1; or, after a backup, from a rescue system as root: make it a GPT with an
                    # EFI system partition in free space, then install the loader with the root mounted on /mnt
                    sgdisk --mbrtogpt <device>
                    sgdisk --new=0:0:+512M --typecode=0:ef00 <device>
                    mkfs.vfat -F 32 <esp>
                    mkdir -p /mnt/boot/efi
                    mount <esp> /mnt/boot/efi
                    grub-install --target=x86_64-efi --removable --boot-directory=/mnt/boot --efi-directory=/mnt/boot/efi
                    """))
            .osDisk(disk -> disk.isGpt() || !disk.hasReadableTable()
                    ? Optional.empty()
                    : Optional.of(disk.saw(
                            disk.table().scheme() == PartitionTable.Scheme.MBR
                                    ? "an MBR partition table"
                                    : "no partition table")));

    private static final Rule MBR_REQUIRED = rule("BOOT-MBR-REQUIRED-GEN1")
            .title("The OS disk has a GPT, which Generation 1 does not start from")
            .why(
                    "The BIOS of a Generation 1 machine starts an MBR disk. Linux with GRUB in a BIOS boot partition starts"
                            + " from GPT as well.")
            .gen1(Severity.BLOCKER)
            .source(Source.DISK_FAQ)
            .remedy(Remedy.words("Move it as Generation 2."))
            .osDisk(disk -> {
                if (!disk.isGpt()) {
                    return Optional.empty();
                }
                boolean grub = disk.guestIs(GuestFacts.Family.LINUX)
                        && !disk.partitionsOfType(PartitionTypes.BIOS_BOOT).isEmpty();
                return Optional.of(
                        grub
                                ? disk.saw("a GPT with a BIOS boot partition, and Linux")
                                        .as(Severity.WARNING)
                                : disk.saw("a GPT"));
            });

    private static final Rule ESP_MISSING = rule("BOOT-ESP-MISSING")
            .title("There is no EFI system partition that firmware can read")
            .why("UEFI firmware looks for its loader on a FAT file system in a partition of that type.")
            .gen2(Severity.BLOCKER)
            .source(Source.UPGRADE_GEN1)
            .remedy(Remedy.powershell("""
                    # from Windows setup, elevated, with the disk online as <number>: make one in free space, and fill it
                    New-Partition -DiskNumber <number> -Size 100MB -GptType '{c12a7328-f81f-11d2-ba4b-00a0c93ec93b}' -DriveLetter S |
                      Format-Volume -FileSystem FAT32
                    bcdboot C:\\Windows /s S: /f UEFI
                    """))
            .remedy(Remedy.sh("""
                    # from a rescue system as root, with the root mounted on /mnt: make one in free space, and fill it
                    sgdisk --new=0:0:+512M --typecode=0:ef00 <device>
                    mkfs.vfat -F 32 <esp>
                    mkdir -p /mnt/boot/efi
                    mount <esp> /mnt/boot/efi
                    grub-install --target=x86_64-efi --removable --boot-directory=/mnt/boot --efi-directory=/mnt/boot/efi
                    """))
            .osDisk(disk -> {
                if (!disk.isGpt()
                        || !disk.hasReadableTable()
                        || !disk.usableEsps().isEmpty()) {
                    return Optional.empty();
                }
                List<Partition> esps = disk.partitionsOfType(Partition.EFI_SYSTEM);
                return Optional.of(
                        esps.isEmpty()
                                ? disk.saw("no partition of the type EFI system")
                                : disk.sawIn(esps.get(0), "file system: " + disk.fileSystem(esps.get(0))));
            });

    private static final Rule ESP_FALLBACK = rule("BOOT-ESP-FALLBACK")
            .title("The loader that firmware starts without a boot entry is missing")
            .why("Boot entries live in the firmware's variables, which do not move with the disk. In Azure the firmware"
                    + " falls back to EFI/BOOT/BOOTX64.EFI (BOOTAA64.EFI on Arm64).")
            .gen2(Severity.BLOCKER)
            .source(Source.PREPARE_UBUNTU)
            .remedy(Remedy.sh("""
                    # in the guest as root: put the distribution's loader where firmware looks for it
                    cd /boot/efi/EFI
                    mkdir -p BOOT
                    cp -r -- <distribution>/. BOOT/
                    cp -- BOOT/<shim> BOOT/<fallback>
                    """))
            .remedy(Remedy.powershell("""
                    # in the guest, elevated: writes both loaders
                    mountvol S: /S
                    bcdboot C:\\Windows /s S: /f UEFI
                    """))
            .osDisk(BootRules::fallbackLoader);

    private static Optional<Observation> fallbackLoader(InspectedDisk disk) {
        if (!disk.isGpt() || disk.usableEsps().isEmpty()) {
            return Optional.empty();
        }
        boolean arm = disk.vm().architecture().is(Architecture.ARM64);
        String wanted = arm ? "EFI/BOOT/BOOTAA64.EFI" : "EFI/BOOT/BOOTX64.EFI";
        Architecture expected = arm ? Architecture.ARM64 : Architecture.X64;
        Optional<BootLoader> found = disk.seen().boot().loaders().stream()
                .filter(loader -> loader.path().equalsIgnoreCase(wanted))
                .findFirst();
        if (found.isPresent()) {
            Architecture actual = found.get().architecture();
            return actual == expected
                    ? Optional.empty()
                    : Optional.of(disk.sawIn(
                            disk.usableEsps().get(0),
                            found.get().path() + " is made for " + actual.name().toLowerCase(Locale.ROOT)));
        }
        Observation seen = disk.sawIn(
                disk.usableEsps().get(0),
                disk.seen().boot().loaders().isEmpty()
                        ? "no boot loader found"
                        : wanted + " is missing; there is "
                                + String.join(
                                        ", ",
                                        disk.seen().boot().loaders().stream()
                                                .map(BootLoader::path)
                                                .toList()));
        Observation filled = seen.with("shim", arm ? "shimaa64.efi" : "shimx64.efi")
                .with("fallback", wanted.substring(wanted.lastIndexOf('/') + 1));
        Observation named = distributionFolder(disk)
                .map(folder -> filled.with("distribution", folder))
                .orElse(filled);
        boolean windowsFindsItself = disk.guestIs(GuestFacts.Family.WINDOWS) && disk.hasLoader(WINDOWS_LOADER);
        return Optional.of(windowsFindsItself ? named.as(Severity.WARNING) : named);
    }

    /** The folder below EFI that a distribution's shim lies in. */
    private static Optional<String> distributionFolder(InspectedDisk disk) {
        return disk.seen().boot().loaders().stream()
                .map(loader -> loader.path().split("/", -1))
                .filter(parts ->
                        parts.length == 3 && parts[2].toLowerCase(Locale.ROOT).startsWith("shim"))
                .map(parts -> parts[1])
                .findFirst();
    }

    private static final Rule ESP_WINLOADER = rule("BOOT-ESP-WINLOADER")
            .title("The Windows boot manager is missing from the EFI system partition")
            .why("Without EFI/Microsoft/Boot/bootmgfw.efi Windows does not start under UEFI.")
            .gen2(Severity.BLOCKER)
            .source(Source.MBR2GPT)
            .remedy(Remedy.powershell("""
                    # in the guest, or from Windows setup, elevated
                    mountvol S: /S
                    bcdboot C:\\Windows /s S: /f UEFI
                    """))
            .osDisk(disk -> disk.isGpt()
                            && disk.guestIs(GuestFacts.Family.WINDOWS)
                            && !disk.usableEsps().isEmpty()
                            && !disk.hasLoader(WINDOWS_LOADER)
                    ? Optional.of(disk.sawIn(disk.usableEsps().get(0), WINDOWS_LOADER + " is missing"))
                    : Optional.empty());

    private static final Rule ACTIVE_PARTITION = rule("BOOT-ACTIVE-PARTITION")
            .title("No partition is marked active")
            .why("The boot code of a Windows MBR disk starts the active partition. GRUB does without.")
            .gen1(Severity.BLOCKER)
            .source(Source.MBR2GPT)
            .remedy(Remedy.powershell("""
                    # from Windows setup, elevated
                    "select disk <number>", "select partition <partition>", "active" | diskpart
                    bcdboot C:\\Windows /s C: /f BIOS
                    """))
            .osDisk(disk -> {
                if (disk.isGpt()
                        || !disk.hasReadableTable()
                        || disk.table().partitions().stream().anyMatch(Partition::active)) {
                    return Optional.empty();
                }
                if (disk.table().scheme() == PartitionTable.Scheme.NONE) {
                    return Optional.of(disk.saw("no partition table"));
                }
                Observation seen = disk.saw(disk.table().partitions().size() + " partitions, none of them active");
                return Optional.of(disk.guestIs(GuestFacts.Family.LINUX) ? seen.as(Severity.WARNING) : seen);
            });

    private static final Rule BIOSBOOT_DUAL = rule("BOOT-BIOSBOOT-DUAL")
            .title("The disk starts as either generation")
            .why("It has an EFI system partition and a BIOS boot partition.")
            .severity(Severity.INFO)
            .source(Source.UPGRADE_GEN1)
            .remedy(Remedy.words("Nothing to do; prefer Generation 2."))
            .osDisk(disk -> !disk.partitionsOfType(PartitionTypes.BIOS_BOOT).isEmpty()
                            && !disk.partitionsOfType(Partition.EFI_SYSTEM).isEmpty()
                    ? Optional.of(disk.saw("an EFI system partition and a BIOS boot partition"))
                    : Optional.empty());

    private static final Rule ARM64 = rule("OS-ARM64")
            .title("The guest is made for Arm64")
            .why("It needs an Arm64 VM size (Dpsv6, Dplsv6, Epsv6), a disk whose supportedCapabilities say Arm64, and"
                    + " Generation 2; on any other size it does not start.")
            .severity(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH)
            .remedy(Remedy.powershell("""
                    # choose an Arm64 size, and create the disk for it
                    $config = New-AzDiskConfig -Location <region> -CreateOption Upload -Architecture Arm64 -HyperVGeneration V2 `
                      -UploadSizeInBytes <size>
                    """))
            .osDisk(disk -> disk.vm().architecture().is(Architecture.ARM64)
                    ? Optional.of(disk.saw(disk.vm().architecture().explanation())
                            .with("size", AzureLimits.managedDiskSize(disk.capacity()) + AzureLimits.FOOTER))
                    : Optional.empty());

    private static final Rule BITS_32 = rule("OS-32BIT")
            .title("The guest is a 32-bit system")
            .why("Generation 2 has no 32-bit guests; on Generation 1 they run without the Azure VM agent and without"
                    + " support.")
            .gen2(Severity.BLOCKER)
            .gen1(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .remedy(Remedy.words("Move its work to a new 64-bit machine."))
            .osDisk(disk -> disk.vm().architecture().is(Architecture.X86)
                            || disk.vm().architecture().is(Architecture.ARM)
                    ? Optional.of(disk.saw(disk.vm().architecture().explanation()))
                    : Optional.empty());

    private static final Rule UNIDENTIFIED = rule("OS-UNIDENTIFIED")
            .title("The operating system could not be looked into")
            .why("What the guest needs to start in Azure cannot be judged, and is not taken for fine.")
            .severity(Severity.WARNING)
            .source(Source.GENERATION_2)
            .remedy(Remedy.words(
                    "See whether the volumes can be read (encrypted, damaged, a file system that gen2lift does"
                            + " not know), and rehearse the machine before the move."))
            .osDisk(disk -> {
                if (disk.vm().family().asOptional().isEmpty()) {
                    return Optional.of(
                            disk.saw(disk.vm().family().explanation()).undecided(Severity.BLOCKER));
                }
                return Guest.wasRead(disk.seen().guest())
                        ? Optional.empty()
                        : Optional.of(disk.saw("none of its files could be read: " + whyUnread(disk))
                                .undecided(Severity.BLOCKER));
            });

    private static String whyUnread(InspectedDisk disk) {
        return disk.seen().volumes().stream()
                .flatMap(volume -> volume.unreadable().stream().map(reason -> volume.name() + " is " + reason))
                .findFirst()
                .orElse("no volume has an installed system");
    }

    static final List<Rule> ALL = List.of(
            GPT_REQUIRED,
            MBR_REQUIRED,
            ESP_MISSING,
            ESP_FALLBACK,
            ESP_WINLOADER,
            ACTIVE_PARTITION,
            Mbr2GptRule.RULE,
            BIOSBOOT_DUAL,
            ARM64,
            BITS_32,
            UNIDENTIFIED);

    private BootRules() {}
}
