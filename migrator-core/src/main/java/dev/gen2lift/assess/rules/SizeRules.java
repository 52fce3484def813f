package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.AzureLimits.managedDiskSize;
import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.AzureLimits;
import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskTier;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.disk.DiskFormat;
import java.util.List;
import java.util.Optional;

/** How large a disk may be, and what its size costs. */
final class SizeRules {

    private static final String SHRINK = """
            # in the guest: make the last partition smaller
            Resize-Partition -DriveLetter <letter> -Size <bytes>
            # on the host, with the machine off; only a VHDX can shrink
            Resize-VHD -Path <image> -ToMinimumSize
            """;

    private static final Rule MIN = rule("DISK-SIZE-MIN")
            .title("The disk is smaller than Azure accepts")
            .why("An upload holds at least 20 MiB and the footer: 20,972,032 bytes.")
            .severity(Severity.BLOCKER)
            .source(Source.CREATION_DATA)
            .remedy(Remedy.powershell("""
                    # on the host, with the machine off
                    Resize-VHD -Path <image> -SizeBytes 20971520
                    """))
            .eachDisk(disk -> managedDiskSize(disk.capacity()) < AzureLimits.UPLOAD_MIN
                    ? Optional.of(disk.saw(size(disk)))
                    : Optional.empty());

    private static final Rule ALIGN = rule("DISK-ALIGN-1MIB")
            .title("The disk's size is not a multiple of 1 MiB")
            .why("Azure refuses such a disk. gen2lift rounds up with zeros while it converts or uploads, so the disk in"
                    + " Azure is a little larger; with --on-size fail it refuses instead.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell("""
                    # nothing to prepare: gen2lift rounds up; to do it in the image, on the host, with the machine off
                    Resize-VHD -Path <image> -SizeBytes <size>
                    """))
            .eachDisk(disk -> {
                long target = managedDiskSize(disk.capacity());
                return target == disk.capacity()
                        ? Optional.empty()
                        : Optional.of(disk.saw("%s; %d bytes are missing to %d"
                                        .formatted(size(disk), target - disk.capacity(), target))
                                .with("size", target));
            });

    private static final Rule OS_GEN1 = rule("DISK-SIZE-OS-GEN1")
            .title("The OS disk is larger than a Generation 1 machine may have")
            .why("A Generation 1 machine starts from an MBR disk, and an MBR addresses 2 TiB.")
            .gen1(Severity.BLOCKER)
            .source(Source.DISK_FAQ)
            .remedy(Remedy.powershell("# move it as Generation 2, or make it smaller\n" + SHRINK))
            .osDisk(disk -> largerThan(disk, AzureLimits.OS_GEN1_MAX));

    private static final Rule OS_GEN2 = rule("DISK-SIZE-OS-GEN2")
            .title("The OS disk is larger than Azure allows")
            .why("An OS disk may have at most 4,095 GiB.")
            .gen2(Severity.BLOCKER)
            .source(Source.GENERATION_2)
            .remedy(Remedy.powershell("# make it smaller, or move data to a disk of its own\n" + SHRINK))
            .osDisk(disk -> largerThan(disk, AzureLimits.OS_GEN2_MAX));

    private static final Rule OS_GEN2_GT2T = rule("DISK-SIZE-OS-GEN2-GT2T")
            .title("The OS disk's size needs Generation 2")
            .why("OS disks between 2 and 4 TiB exist for Generation 2 only; there is no way back to Generation 1.")
            .gen2(Severity.INFO)
            .source(Source.GENERATION_2)
            .remedy(Remedy.words("Create the machine as Generation 2."))
            .osDisk(disk -> disk.capacity() > AzureLimits.OS_GEN2_MAX
                    ? Optional.empty()
                    : largerThan(disk, AzureLimits.OS_GEN1_MAX));

    private static final Rule DATA = rule("DISK-SIZE-DATA")
            .title("The data disk is larger than Azure accepts as an upload")
            .why("Standard and Premium disks end at 32,767 GiB. Ultra Disk and Premium SSD v2 go to 65,536 GiB, but an"
                    + " upload still ends at 32,767 GiB.")
            .severity(Severity.BLOCKER)
            .source(Source.DISK_TYPES)
            .remedy(Remedy.words("Spread the data over several disks, or copy it in the guest to an empty Ultra Disk or"
                    + " Premium SSD v2."))
            .dataDisks(disk -> largerThan(disk, AzureLimits.DATA_MAX));

    private static final Rule PAGE_BLOB = rule("DISK-SIZE-PAGEBLOB-STAGE")
            .title("The disk does not fit into a page blob")
            .why("A page blob holds 8 TiB, the footer included, so this disk cannot be staged in a storage account."
                    + " Uploading straight to the managed disk has no such limit.")
            .severity(Severity.WARNING)
            .source(Source.BLOB_SCALE)
            .remedy(Remedy.words(
                    "Upload to the managed disk (gen2lift migrate), not to a page blob (gen2lift upload)."))
            .eachDisk(disk -> managedDiskSize(disk.capacity()) > AzureLimits.PAGE_BLOB_MAX - AzureLimits.FOOTER
                    ? Optional.of(disk.saw(size(disk)))
                    : Optional.empty());

    private static final Rule VHD_2040G = rule("DISK-SIZE-VHD-2040G")
            .title("The disk is larger than Hyper-V's tools write as VHD")
            .why(
                    "Convert-VHD stops at 2,040 GiB. The format itself does not: gen2lift writes the footer with the 64-bit"
                            + " size, as Azure's own exports have it.")
            .severity(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .remedy(Remedy.powershell("""
                    # do not use Convert-VHD; rehearse this disk before the day of the move
                    gen2lift rehearse <image>
                    """))
            .eachDisk(disk -> largerThan(disk, AzureLimits.HYPERV_VHD_MAX));

    private static final Rule CACHE = rule("DISK-CACHE-4095")
            .title("Azure does not cache a disk of this size")
            .why("Host caching ends at 4,095 GiB; a larger disk has to be attached with caching None.")
            .severity(Severity.INFO)
            .source(Source.DISK_FAQ)
            .remedy(Remedy.words("Attach it with caching None, or keep it at 4,095 GiB or less."))
            .eachDisk(disk -> largerThan(disk, AzureLimits.HOST_CACHE_MAX));

    private static final Rule TIER = rule("DISK-TIER-ROUNDUP")
            .title("The disk is billed as the next larger size")
            .why("Standard and Premium disks are billed by tier, and a managed disk can never shrink.")
            .severity(Severity.INFO)
            .source(Source.DISK_FAQ)
            .remedy(Remedy.powershell("# only where a smaller tier is in reach, and before the move\n" + SHRINK))
            .eachDisk(disk -> DiskTier.of(disk.capacity())
                    .filter(tier -> tier.size() != disk.capacity())
                    .map(tier -> disk.saw("%s is billed as %d GiB (%s, %s or %s)"
                            .formatted(
                                    ByteSize.text(disk.capacity()),
                                    tier.gibibytes(),
                                    tier.premium(),
                                    tier.standardSsd(),
                                    tier.standardHdd()))));

    private static final Rule SECTOR_4KN = rule("DISK-SECTOR-4KN")
            .title("The disk has logical sectors of 4096 bytes")
            .why("A fixed VHD has sectors of 512 bytes. Partition table, NTFS and the EFI system partition count in"
                    + " sectors, so the disk cannot be converted block by block; a data disk can go as it is to Ultra"
                    + " Disk or Premium SSD v2.")
            .severity(Severity.BLOCKER)
            .source(Source.SITE_RECOVERY)
            .remedy(Remedy.powershell("""
                    # on the host: make a disk with 512-byte logical sectors and copy or restore the content onto it
                    New-VHD -Path <new> -SizeBytes <size> -Dynamic -LogicalSectorSizeBytes 512 -PhysicalSectorSizeBytes 4096
                    """))
            .eachDisk(disk -> {
                if (disk.image().logicalSectorSize() != 4096) {
                    return Optional.empty();
                }
                Observation seen = disk.saw("logical sectors of 4096 bytes")
                        .with("size", disk.capacity())
                        .with("new", FileNames.stem(disk.facts().path()) + "-512e.vhdx");
                boolean direct = !disk.isOs() && disk.image().format() == DiskFormat.VHDX;
                return Optional.of(direct ? seen.as(Severity.WARNING) : seen);
            });

    private static final Rule SECTOR_512E = rule("DISK-SECTOR-512E")
            .title("The disk has logical sectors of 512 and physical sectors of 4096 bytes")
            .why("That is what Azure's Standard and Premium disks have as well.")
            .severity(Severity.INFO)
            .source(Source.DISK_TYPES)
            .remedy(Remedy.words("Nothing to do."))
            .eachDisk(disk ->
                    disk.image().logicalSectorSize() == 512 && disk.image().physicalSectorSize() == 4096
                            ? Optional.of(disk.saw("logical 512, physical 4096"))
                            : Optional.empty());

    static final List<Rule> ALL = List.of(
            MIN,
            ALIGN,
            OS_GEN1,
            OS_GEN2,
            OS_GEN2_GT2T,
            DATA,
            PAGE_BLOB,
            VHD_2040G,
            CACHE,
            TIER,
            SECTOR_4KN,
            SECTOR_512E);

    private SizeRules() {}

    private static Optional<Observation> largerThan(InspectedDisk disk, long limit) {
        return disk.capacity() > limit
                ? Optional.of(disk.saw(size(disk) + ", more than " + ByteSize.gibibytes(limit) + " GiB"))
                : Optional.empty();
    }

    private static String size(InspectedDisk disk) {
        return ByteSize.text(disk.capacity()) + " (" + disk.capacity() + " bytes)";
    }
}
