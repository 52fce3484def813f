package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.ByteSize.GIB;
import static dev.gen2lift.assess.ByteSize.MIB;
import static dev.gen2lift.assess.ByteSize.TIB;
import static dev.gen2lift.assess.DiskExample.data;
import static dev.gen2lift.assess.DiskExample.linuxGen2;
import static dev.gen2lift.assess.DiskExample.windowsGen1;
import static dev.gen2lift.assess.DiskExample.windowsGen2;
import static dev.gen2lift.assess.Severity.BLOCKER;
import static dev.gen2lift.assess.Severity.INFO;
import static dev.gen2lift.assess.Severity.WARNING;
import static dev.gen2lift.assess.Target.GEN1;
import static dev.gen2lift.assess.Target.GEN2;
import static dev.gen2lift.assess.VmExample.failed;
import static dev.gen2lift.assess.VmExample.named;
import static dev.gen2lift.assess.VmExample.of;
import static dev.gen2lift.assess.VmExample.withData;
import static dev.gen2lift.assess.rules.Example.clean;
import static dev.gen2lift.assess.rules.Example.hit;

import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.DiskReading;
import dev.gen2lift.disk.BadImageException.Kind;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo.ChainLink;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** For every rule at least one machine that breaks it, with what it is to say, and one beside it that does not. */
final class RuleExamples {

    private static final String SPACES = "E75CAF8F-F680-4CEE-AFA3-B001E56EFC2D";
    private static final String LDM = "5808C8AA-7E8F-42E0-85D2-E1E90434CFB3";
    private static final String BIOS = "21686148-6449-6E6F-744E-656564454649";
    private static final String LVM = "E6D6D379-F507-44C2-A23C-238F2A3DF928";
    private static final String BASIC = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";

    static final List<Example> ALL = Stream.of(
                    container(),
                    size(),
                    partitions(),
                    boot(),
                    machine(),
                    WindowsExamples.ALL,
                    LinuxExamples.ALL,
                    SecurityExamples.ALL,
                    MachineExamples.ALL,
                    AzureExamples.ALL)
            .flatMap(List::stream)
            .toList();

    private RuleExamples() {}

    private static DiskReading refused(Kind kind, String structure) {
        return new DiskReading.Refused(kind, "disk.vhdx", structure, 4096, "it is wrong");
    }

    private static DiskExample vhd(DiskKind kind) {
        return windowsGen2().format(DiskFormat.VHD, kind);
    }

    private static List<Example> container() {
        return List.of(
                hit(
                        "DISK-CORRUPT",
                        GEN2,
                        failed(refused(Kind.CORRUPT, "VHDX header")),
                        BLOCKER,
                        "VHDX header, at byte 4096"),
                hit("DISK-CORRUPT", GEN2, failed(refused(Kind.TRUNCATED, "VHDX BAT")), BLOCKER, "it is wrong"),
                hit("DISK-CORRUPT", GEN2, failed(refused(Kind.LIMIT, "VHDX metadata")), BLOCKER, "it is wrong"),
                hit(
                        "DISK-CORRUPT",
                        GEN2,
                        of(windowsGen2().imageWarning("VHDX header 1", "bad checksum")),
                        WARNING,
                        "VHDX header 1 at byte 0: bad checksum"),
                hit(
                        "DISK-CORRUPT",
                        GEN2,
                        withData(data().table(Scheme.MBR, Status.DAMAGED)),
                        BLOCKER,
                        "partition table"),
                clean("DISK-CORRUPT", GEN2, failed(refused(Kind.UNSUPPORTED, "image"))),
                clean("DISK-CORRUPT", GEN2, of(windowsGen2().tableWarning("GPT header", "bad"))),
                clean("DISK-CORRUPT", GEN2, of(vhd(DiskKind.DYNAMIC).imageWarning("VHD footer", "missing"))),
                clean("DISK-CORRUPT", GEN2, of(windowsGen2())),
                hit("DISK-UNREADABLE", GEN2, failed(refused(Kind.UNSUPPORTED, "image")), BLOCKER, "it is wrong"),
                hit(
                        "DISK-UNREADABLE",
                        GEN2,
                        failed(new DiskReading.Unreadable("AccessDenied")),
                        WARNING,
                        "AccessDenied"),
                clean("DISK-UNREADABLE", GEN2, failed(refused(Kind.CORRUPT, "image"))),
                clean("DISK-UNREADABLE", GEN2, of(windowsGen2())),
                hit("DISK-DIFFERENCING", GEN2, of(windowsGen2().parents()), BLOCKER, "without a base image"),
                hit(
                        "DISK-DIFFERENCING",
                        GEN2,
                        of(windowsGen2()
                                .parents(new ChainLink(Path.of("mid.avhdx"), DiskKind.DIFFERENCING, Optional.empty()))),
                        BLOCKER,
                        "mid.avhdx"),
                hit(
                        "DISK-DIFFERENCING",
                        GEN2,
                        of(windowsGen2()
                                .parents(new ChainLink(Path.of("base.vhdx"), DiskKind.DYNAMIC, Optional.empty()))),
                        INFO,
                        "complete chain of 2: disk.vhdx on base.vhdx"),
                hit(
                        "DISK-DIFFERENCING",
                        GEN2,
                        failed(refused(Kind.UNSUPPORTED, "VHDX parent locator")),
                        BLOCKER,
                        "it is wrong"),
                hit(
                        "DISK-DIFFERENCING",
                        GEN2,
                        failed(new DiskReading.Refused(
                                Kind.UNSUPPORTED, "a.avhdx", "image", 0, "the parent is missing")),
                        BLOCKER,
                        "the parent is missing"),
                clean("DISK-DIFFERENCING", GEN2, of(windowsGen2())),
                hit("DISK-VHDX-DIRTY-LOG", GEN2, of(windowsGen2().logReplayed()), WARNING, "replayed"),
                clean("DISK-VHDX-DIRTY-LOG", GEN2, of(windowsGen2())),
                hit(
                        "DISK-FOOTER-COOKIE",
                        GEN2,
                        of(vhd(DiskKind.DYNAMIC).imageWarning("VHD footer", "missing")),
                        WARNING,
                        "missing"),
                hit("DISK-FOOTER-COOKIE", GEN2, of(windowsGen2().format(DiskFormat.RAW, DiskKind.FIXED)), INFO, "raw"),
                clean("DISK-FOOTER-COOKIE", GEN2, of(vhd(DiskKind.FIXED).imageWarning("VHD BAT", "odd"))),
                hit("DISK-FORMAT-VHDX", GEN2, of(windowsGen2()), INFO, "a fixed VHDX"),
                clean("DISK-FORMAT-VHDX", GEN2, of(vhd(DiskKind.FIXED))),
                hit("DISK-FORMAT-VHDX-4KN-DIRECT", GEN2, withData(data().sectors(4096, 4096)), INFO, "4096"),
                clean("DISK-FORMAT-VHDX-4KN-DIRECT", GEN2, of(windowsGen2().sectors(4096, 4096))),
                clean("DISK-FORMAT-VHDX-4KN-DIRECT", GEN2, withData(data())),
                hit("DISK-VHD-DYNAMIC", GEN2, of(vhd(DiskKind.DYNAMIC)), INFO, "dynamic"),
                clean("DISK-VHD-DYNAMIC", GEN2, of(vhd(DiskKind.FIXED))),
                clean("DISK-VHD-DYNAMIC", GEN2, of(windowsGen2().format(DiskFormat.VHDX, DiskKind.DYNAMIC))),
                hit("DISK-UNALLOCATED-BLOCKS", GEN2, of(windowsGen2().allocated(GIB)), INFO, "1 GiB of 128 GiB"),
                clean("DISK-UNALLOCATED-BLOCKS", GEN2, of(windowsGen2())));
    }

    private static List<Example> size() {
        return List.of(
                hit("DISK-SIZE-MIN", GEN2, of(windowsGen2().capacity(19 * MIB)), BLOCKER, "19 MiB"),
                clean("DISK-SIZE-MIN", GEN2, of(windowsGen2().capacity(19 * MIB + 512))),
                clean("DISK-SIZE-MIN", GEN2, of(windowsGen2().capacity(20 * MIB))),
                hit(
                        "DISK-ALIGN-1MIB",
                        GEN2,
                        of(windowsGen2().capacity(GIB + 512)),
                        WARNING,
                        "1048064 bytes are missing to 1074790400"),
                clean("DISK-ALIGN-1MIB", GEN2, of(windowsGen2().capacity(GIB + MIB))),
                hit(
                        "DISK-SIZE-OS-GEN1",
                        GEN1,
                        of(windowsGen1().capacity(2048 * GIB + MIB)),
                        BLOCKER,
                        "more than 2048 GiB"),
                clean("DISK-SIZE-OS-GEN1", GEN1, of(windowsGen1().capacity(2048 * GIB))),
                clean("DISK-SIZE-OS-GEN1", GEN2, of(windowsGen2().capacity(3 * TIB))),
                hit("DISK-SIZE-OS-GEN2", GEN2, of(windowsGen2().capacity(4 * TIB)), BLOCKER, "more than 4095 GiB"),
                clean("DISK-SIZE-OS-GEN2", GEN2, of(windowsGen2().capacity(4095 * GIB))),
                clean("DISK-SIZE-OS-GEN2", GEN2, withData(data().capacity(8 * TIB))),
                hit("DISK-SIZE-OS-GEN2-GT2T", GEN2, of(windowsGen2().capacity(3 * TIB)), INFO, "3 TiB"),
                clean("DISK-SIZE-OS-GEN2-GT2T", GEN2, of(windowsGen2().capacity(2 * TIB))),
                clean("DISK-SIZE-OS-GEN2-GT2T", GEN2, of(windowsGen2().capacity(4 * TIB))),
                hit("DISK-SIZE-DATA", GEN2, withData(data().capacity(32 * TIB)), BLOCKER, "32 TiB"),
                clean("DISK-SIZE-DATA", GEN2, withData(data().capacity(32_767 * GIB))),
                hit("DISK-SIZE-PAGEBLOB-STAGE", GEN2, withData(data().capacity(8 * TIB)), WARNING, "8 TiB"),
                clean("DISK-SIZE-PAGEBLOB-STAGE", GEN2, withData(data().capacity(8191 * GIB))),
                hit("DISK-SIZE-VHD-2040G", GEN2, of(windowsGen2().capacity(2041 * GIB)), WARNING, "2040"),
                clean("DISK-SIZE-VHD-2040G", GEN2, of(windowsGen2().capacity(2040 * GIB))),
                hit("DISK-CACHE-4095", GEN2, withData(data().capacity(4 * TIB)), INFO, "4095"),
                clean("DISK-CACHE-4095", GEN2, withData(data().capacity(4095 * GIB))),
                hit(
                        "DISK-TIER-ROUNDUP",
                        GEN2,
                        of(windowsGen2().capacity(80 * GIB)),
                        INFO,
                        "80 GiB is billed as 128 GiB (P10, E10 or S10)"),
                clean("DISK-TIER-ROUNDUP", GEN2, of(windowsGen2().capacity(128 * GIB))),
                hit("DISK-SECTOR-4KN", GEN2, of(windowsGen2().sectors(4096, 4096)), BLOCKER, "4096"),
                hit("DISK-SECTOR-4KN", GEN2, withData(data().sectors(4096, 4096)), WARNING, "4096"),
                hit(
                        "DISK-SECTOR-4KN",
                        GEN2,
                        withData(data().sectors(4096, 4096).format(DiskFormat.RAW, DiskKind.FIXED)),
                        BLOCKER,
                        "4096"),
                clean("DISK-SECTOR-4KN", GEN2, of(windowsGen2().sectors(512, 4096))),
                hit("DISK-SECTOR-512E", GEN2, of(windowsGen2().sectors(512, 4096)), INFO, "physical 4096"),
                clean("DISK-SECTOR-512E", GEN2, of(windowsGen2().sectors(512, 512))));
    }

    private static List<Example> partitions() {
        return List.of(
                hit(
                        "PART-GPT-BACKUP",
                        GEN2,
                        of(windowsGen2()
                                .withoutPartitions()
                                .table(Scheme.GPT, Status.DAMAGED)
                                .tableWarning("GPT header", "bad checksum")),
                        BLOCKER,
                        "bad checksum"),
                hit(
                        "PART-GPT-BACKUP",
                        GEN2,
                        of(windowsGen2().table(Scheme.GPT, Status.BACKUP_USED)),
                        WARNING,
                        "the backup served"),
                hit(
                        "PART-GPT-BACKUP",
                        GEN2,
                        of(windowsGen2().tableWarning("protective MBR", "missing")),
                        WARNING,
                        "protective MBR"),
                hit("PART-GPT-BACKUP", GEN2, of(windowsGen2().capacity(GIB + 512)), INFO, "adds 1048064 bytes behind"),
                clean("PART-GPT-BACKUP", GEN2, of(windowsGen2())),
                clean("PART-GPT-BACKUP", GEN1, of(windowsGen1().capacity(GIB + 512))),
                hit(
                        "PART-DYNAMIC-DISK",
                        GEN2,
                        of(windowsGen2().partition("ldm-metadata", LDM, 1, 1, "none")),
                        BLOCKER,
                        LDM),
                hit(
                        "PART-DYNAMIC-DISK",
                        GEN2,
                        withData(data().mbr().partition("ldm-data", "42", 1, 1, "none")),
                        WARNING,
                        "42"),
                clean("PART-DYNAMIC-DISK", GEN2, of(windowsGen2())),
                hit(
                        "PART-STORAGE-SPACES",
                        GEN2,
                        withData(data().partition("storage-spaces", SPACES, 1, 9, "unknown")),
                        WARNING,
                        SPACES),
                hit(
                        "PART-STORAGE-SPACES",
                        GEN2,
                        of(windowsGen2().partition("storage-spaces", SPACES, 1, 9, "unknown")),
                        BLOCKER,
                        SPACES),
                clean("PART-STORAGE-SPACES", GEN2, withData(data())),
                hit("PART-LVM-ROOT", GEN2, of(linuxGen2().partition("linux-lvm", LVM, 1, 9, "lvm2")), INFO, "LVM"),
                clean("PART-LVM-ROOT", GEN2, of(linuxGen2())),
                hit("ENC-BITLOCKER-OS", GEN2, of(windowsGen2().fileSystem(3, "bitlocker")), BLOCKER, "BitLocker"),
                clean("ENC-BITLOCKER-OS", GEN2, withData(data().partition("basic", BASIC, 1, 9, "bitlocker"))),
                hit(
                        "ENC-BITLOCKER-DATA",
                        GEN2,
                        withData(data().partition("basic", BASIC, 1, 9, "bitlocker")),
                        WARNING,
                        "BitLocker"),
                clean("ENC-BITLOCKER-DATA", GEN2, withData(data())),
                hit("ENC-LUKS-ROOT", GEN2, of(linuxGen2().fileSystem(2, "luks")), BLOCKER, "LUKS"),
                clean("ENC-LUKS-ROOT", GEN2, of(linuxGen2())),
                hit("ENC-LUKS-DATA", GEN2, withData(data().partition("basic", BASIC, 1, 9, "luks")), WARNING, "LUKS"),
                clean("ENC-LUKS-DATA", GEN2, withData(data())));
    }

    private static List<Example> boot() {
        return List.of(
                hit("BOOT-GPT-REQUIRED-GEN2", GEN2, of(windowsGen1()), BLOCKER, "an MBR"),
                hit("BOOT-GPT-REQUIRED-GEN2", GEN1, of(windowsGen1()), WARNING, "an MBR"),
                hit(
                        "BOOT-GPT-REQUIRED-GEN2",
                        GEN2,
                        of(data().table(Scheme.NONE, Status.HEALTHY)),
                        BLOCKER,
                        "no partition table"),
                clean("BOOT-GPT-REQUIRED-GEN2", GEN2, of(data().table(Scheme.NONE, Status.DAMAGED))),
                clean("BOOT-GPT-REQUIRED-GEN2", GEN2, of(windowsGen2())),
                hit("BOOT-MBR-REQUIRED-GEN1", GEN1, of(windowsGen2()), BLOCKER, "a GPT"),
                hit(
                        "BOOT-MBR-REQUIRED-GEN1",
                        GEN1,
                        of(linuxGen2().partition("bios-boot", BIOS, 1, 1, "none")),
                        WARNING,
                        "BIOS boot partition"),
                hit(
                        "BOOT-MBR-REQUIRED-GEN1",
                        GEN1,
                        of(windowsGen2().partition("bios-boot", BIOS, 1, 1, "none")),
                        BLOCKER,
                        "a GPT"),
                clean("BOOT-MBR-REQUIRED-GEN1", GEN1, of(windowsGen1())),
                clean("BOOT-MBR-REQUIRED-GEN1", GEN2, of(windowsGen2())),
                hit("BOOT-ESP-MISSING", GEN2, of(data()), BLOCKER, "no partition of the type"),
                hit("BOOT-ESP-MISSING", GEN2, of(windowsGen2().fileSystem(1, "ntfs")), BLOCKER, "file system: ntfs"),
                clean("BOOT-ESP-MISSING", GEN2, of(windowsGen2().fileSystem(1, "fat16"))),
                clean("BOOT-ESP-MISSING", GEN2, of(windowsGen1())),
                hit(
                        "BOOT-ESP-FALLBACK",
                        GEN2,
                        of(linuxGen2().withoutLoader("EFI/BOOT/BOOTX64.EFI")),
                        BLOCKER,
                        "there is EFI/debian/shimx64.efi"),
                hit(
                        "BOOT-ESP-FALLBACK",
                        GEN2,
                        of(windowsGen2().withoutLoader("EFI/BOOT/BOOTX64.EFI")),
                        WARNING,
                        "is missing"),
                hit("BOOT-ESP-FALLBACK", GEN2, of(windowsGen2().withoutLoaders()), BLOCKER, "no boot loader found"),
                hit(
                        "BOOT-ESP-FALLBACK",
                        GEN2,
                        of(linuxGen2().withoutLoaders().loader("EFI/BOOT/BOOTX64.EFI", Architecture.X86)),
                        BLOCKER,
                        "made for x86"),
                clean("BOOT-ESP-FALLBACK", GEN2, of(windowsGen2())),
                clean(
                        "BOOT-ESP-FALLBACK",
                        GEN2,
                        of(linuxGen2().withoutLoaders().loader("efi/boot/bootaa64.efi", Architecture.ARM64))),
                hit(
                        "BOOT-ESP-WINLOADER",
                        GEN2,
                        of(windowsGen2().withoutLoader("EFI/Microsoft/Boot/bootmgfw.efi")),
                        BLOCKER,
                        "bootmgfw.efi is missing"),
                clean("BOOT-ESP-WINLOADER", GEN2, of(windowsGen2())),
                clean("BOOT-ESP-WINLOADER", GEN2, of(linuxGen2())),
                hit(
                        "BOOT-ACTIVE-PARTITION",
                        GEN1,
                        of(data().mbr().partition("basic", "07", 1, 9, "ntfs")),
                        BLOCKER,
                        "1 partitions, none of them active"),
                hit(
                        "BOOT-ACTIVE-PARTITION",
                        GEN1,
                        of(data().mbr().family(Family.LINUX, "ext4").partition("linux-filesystem", "83", 1, 9, "ext4")),
                        WARNING,
                        "none of them active"),
                hit(
                        "BOOT-ACTIVE-PARTITION",
                        GEN1,
                        of(data().table(Scheme.NONE, Status.HEALTHY)),
                        BLOCKER,
                        "no partition table"),
                clean("BOOT-ACTIVE-PARTITION", GEN1, of(windowsGen1())),
                hit("BOOT-MBR2GPT-READY", GEN1, of(windowsGen1()), INFO, "meets its conditions"),
                hit(
                        "BOOT-MBR2GPT-READY",
                        GEN1,
                        of(windowsGen1().partition("extended", "85", 1, 9, "none")),
                        INFO,
                        "no extended or logical partition"),
                hit(
                        "BOOT-MBR2GPT-READY",
                        GEN1,
                        of(windowsGen1().partition("a", "07", 1, 9, "ntfs").partition("b", "07", 1, 9, "ntfs")),
                        INFO,
                        "at most 3 primary partitions, and there are 4"),
                hit(
                        "BOOT-MBR2GPT-READY",
                        GEN1,
                        of(windowsGen1().partition("a", "A5", 0, 9, "none")),
                        INFO,
                        "a known type for partition 3, which has A5"),
                hit(
                        "BOOT-MBR2GPT-READY",
                        GEN1,
                        of(windowsGen1().partition("a", "07", 0, 128 * 1024, "ntfs")),
                        INFO,
                        "in front of the first partition; 16 KiB and a sector free behind"),
                clean("BOOT-MBR2GPT-READY", GEN2, of(windowsGen2())),
                clean(
                        "BOOT-MBR2GPT-READY",
                        GEN1,
                        of(data().mbr()
                                .family(Family.LINUX, "ext4")
                                .partition("linux-filesystem", "83", 1, 9, "ext4"))),
                hit(
                        "BOOT-BIOSBOOT-DUAL",
                        GEN2,
                        of(linuxGen2().partition("bios-boot", BIOS, 1, 1, "none")),
                        INFO,
                        "BIOS boot partition"),
                clean("BOOT-BIOSBOOT-DUAL", GEN2, of(linuxGen2())),
                hit(
                        "OS-ARM64",
                        GEN2,
                        of(linuxGen2().withoutLoaders().loader("EFI/BOOT/BOOTAA64.EFI", Architecture.ARM64)),
                        BLOCKER,
                        "BOOTAA64"),
                clean("OS-ARM64", GEN2, of(linuxGen2())),
                hit(
                        "OS-32BIT",
                        GEN2,
                        of(linuxGen2().withoutLoaders().loader("EFI/BOOT/BOOTIA32.EFI", Architecture.X86)),
                        BLOCKER,
                        "BOOTIA32"),
                clean("OS-32BIT", GEN2, of(linuxGen2().loader("EFI/BOOT/BOOTIA32.EFI", Architecture.X86))),
                hit("OS-UNIDENTIFIED", GEN2, of(data()), WARNING, "nothing on the OS disk tells"),
                hit(
                        "OS-UNIDENTIFIED",
                        GEN2,
                        of(data().family(Family.UNKNOWN, "bootmgfw.efi, grubx64.efi")),
                        WARNING,
                        "signs of more than one system: bootmgfw.efi"),
                clean("OS-UNIDENTIFIED", GEN2, of(windowsGen2())));
    }

    private static List<Example> machine() {
        DiskExample[] many = new DiskExample[17];
        Arrays.setAll(many, i -> (i == 0 ? windowsGen2() : data()).path("disk" + i + ".vhdx"));
        return List.of(
                hit("DISK-COUNT-OS", GEN2, of(), BLOCKER, "no disks"),
                hit(
                        "DISK-COUNT-OS",
                        GEN2,
                        of(data().path("a.vhdx"), data().path("b.vhdx")),
                        BLOCKER,
                        "no disk that could be read"),
                hit(
                        "DISK-COUNT-OS",
                        GEN2,
                        of(windowsGen2().path("a.vhdx"), linuxGen2().path("b.vhdx")),
                        WARNING,
                        "taken to start from a.vhdx"),
                clean("DISK-COUNT-OS", GEN2, withData(data().family(Family.LINUX, "ext4"))),
                clean("DISK-COUNT-OS", GEN2, of(data())),
                clean("DISK-COUNT-OS", GEN2, withData(data())),
                hit("DISK-COUNT-DATA", GEN2, of(many), WARNING, "17 disks"),
                clean("DISK-COUNT-DATA", GEN2, of(Arrays.copyOf(many, 16))),
                hit("NAME-VM-AZMIGRATE", GEN2, named("web server", windowsGen2()), WARNING, "other characters"),
                hit("NAME-VM-AZMIGRATE", GEN2, named("a".repeat(64), windowsGen2()), WARNING, "length"),
                clean("NAME-VM-AZMIGRATE", GEN2, named("a".repeat(63), windowsGen2())),
                clean("NAME-VM-AZMIGRATE", GEN2, named("SRV-01", windowsGen2())),
                hit("NAME-DISK", GEN2, of(windowsGen2().path("my disk.vhdx")), WARNING, "\"my disk\""),
                clean("NAME-DISK", GEN2, of(windowsGen2().path("folder with spaces/disk-1.OS_.vhdx"))));
    }
}
