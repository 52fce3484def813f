package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskReading;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.volume.PartitionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the file that holds the disk must be. */
final class ContainerRules {

    private static final Rule VHDX = rule("DISK-FORMAT-VHDX")
            .title("The image is a VHDX; Azure takes fixed VHDs")
            .why("OS disks, and data disks on Standard or Premium SSD, are created from fixed VHDs only. gen2lift"
                    + " converts while it uploads, without an intermediate file.")
            .severity(Severity.INFO)
            .source(Source.GENERATION_2)
            .remedy(Remedy.powershell("""
                    # nothing to prepare: gen2lift converts while it uploads; for a file of your own
                    gen2lift convert <image> <vhd>
                    """))
            .eachDisk(disk -> disk.image().format() == DiskFormat.VHDX
                    ? Optional.of(withVhd(disk, disk.saw("a " + kind(disk.image()) + " VHDX")))
                    : Optional.empty());

    private static final Rule VHDX_4KN_DIRECT = rule("DISK-FORMAT-VHDX-4KN-DIRECT")
            .title("The data disk may go as it is to Ultra Disk or Premium SSD v2")
            .why("A VHDX with logical sectors of 4096 bytes can be uploaded without conversion to a data disk of these"
                    + " types; its size grows to the next multiple of 256 MiB.")
            .severity(Severity.INFO)
            .source(Source.DIRECT_UPLOAD)
            .remedy(Remedy.powershell("""
                    $config = New-AzDiskConfig -Location <region> -SkuName PremiumV2_LRS -CreateOption Upload `
                      -UploadSizeInBytes <size> -LogicalSectorSize 4096
                    """))
            .dataDisks(disk ->
                    disk.image().format() == DiskFormat.VHDX && disk.image().logicalSectorSize() == 4096
                            ? Optional.of(disk.saw("a VHDX with logical sectors of 4096 bytes")
                                    .with("size", disk.image().fileSize()))
                            : Optional.empty());

    private static final Rule VHD_DYNAMIC = rule("DISK-VHD-DYNAMIC")
            .title("The VHD is dynamic; Azure takes fixed VHDs")
            .why("A dynamic VHD uploaded as it is fails when the upload ends. gen2lift writes the fixed form.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell("""
                    # nothing to prepare: gen2lift converts while it uploads; for a file of your own
                    gen2lift convert <image> <vhd>
                    """))
            .eachDisk(disk ->
                    disk.image().format() == DiskFormat.VHD && disk.image().kind() == DiskKind.DYNAMIC
                            ? Optional.of(withVhd(disk, disk.saw("a dynamic VHD")))
                            : Optional.empty());

    private static final Rule DIFFERENCING = rule("DISK-DIFFERENCING")
            .title("The image is a checkpoint that needs its parents")
            .why("A differencing image holds only what changed since its parent. gen2lift flattens the chain while it"
                    + " reads, and must find every parent for it.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell("""
                    # put the missing parents where the image expects them; or on the Hyper-V host, with the machine off, merge
                    Get-VMSnapshot -VMName <vm> | Remove-VMSnapshot
                    # or this one image into its parent
                    Merge-VHD -Path <image>
                    """))
            .machine((vm, target) -> vm.disks().stream().flatMap(disk -> differencing(vm, disk).stream()));

    private static Optional<Observation> differencing(VmFacts vm, DiskFacts disk) {
        Observation seen = Observation.of(disk.path().toString(), "")
                .with("image", disk.path())
                .with("vm", new Remedy.LiteralName(vm.name()));
        if (disk.reading() instanceof DiskReading.Refused refused && refused.atParentLink()) {
            return Optional.of(seen.saying(refusal(refused)));
        }
        List<DiskInfo.ChainLink> chain =
                disk.inspection().map(inspection -> inspection.image().chain()).orElse(List.of());
        if (disk.inspection().isEmpty() || disk.inspection().get().image().kind() != DiskKind.DIFFERENCING) {
            return Optional.empty();
        }
        String files = chain.stream().map(link -> link.path().toString()).collect(Collectors.joining(" on "));
        boolean complete = !chain.isEmpty() && chain.get(chain.size() - 1).kind() != DiskKind.DIFFERENCING;
        return Optional.of(
                complete
                        ? seen.saying("a complete chain of " + chain.size() + ": " + files)
                                .as(Severity.INFO)
                        : seen.saying("the chain ends without a base image: " + files));
    }

    private static final Rule DIRTY_LOG = rule("DISK-VHDX-DIRTY-LOG")
            .title("The VHDX was not closed cleanly")
            .why("Its log holds writes that are not in place yet. gen2lift replays them in memory and leaves the file"
                    + " as it is; the guest may still have been cut off in the middle of its work.")
            .severity(Severity.WARNING)
            .source(Source.MS_VHDX)
            .remedy(Remedy.powershell("""
                    # start the machine and shut its guest down (neither save nor turn off), then assess again
                    Start-VM -Name <vm>
                    Stop-VM -Name <vm>
                    """))
            .eachDisk(disk -> disk.image().logReplayed()
                    ? Optional.of(disk.saw("the log had to be replayed to read the disk"))
                    : Optional.empty());

    private static final Rule CORRUPT = rule("DISK-CORRUPT")
            .title("The image or what lies on it is damaged")
            .why("What cannot be read, or contradicts its own checksums, arrives in Azure as damaged as it is here.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell("""
                    # on the Hyper-V host; where the test fails, restore the image from a backup
                    Test-VHD -Path <image>
                    """))
            .machine((vm, target) -> vm.disks().stream().flatMap(disk -> damage(disk).stream()));

    private static Optional<Observation> damage(DiskFacts disk) {
        Observation seen = Observation.of(disk.path().toString(), "").with("image", disk.path());
        if (disk.reading() instanceof DiskReading.Refused refused) {
            return refused.kind() == BadImageException.Kind.UNSUPPORTED || refused.atParentLink()
                    ? Optional.empty()
                    : Optional.of(seen.saying(refusal(refused)));
        }
        return disk.inspection().flatMap(inspection -> {
            PartitionTable table = inspection.partitionTable();
            boolean gpt = table.scheme() == PartitionTable.Scheme.GPT;
            List<ImageWarning> warnings = new ArrayList<>(inspection.warnings());
            inspection.image().warnings().stream()
                    .filter(warning -> !warnings.contains(warning))
                    .forEach(warnings::add);
            if (gpt) {
                warnings.removeAll(table.warnings()); // PART-GPT-BACKUP reports these
            }
            warnings.removeIf(warning -> isOfFooter(inspection.image(), warning)); // DISK-FOOTER-COOKIE reports these
            warnings.removeIf(PartitionRules::isUnfinished); // PART-DIRTY-FS reports these
            boolean tableLost = !gpt && table.status() == PartitionTable.Status.DAMAGED;
            if (warnings.isEmpty() && !tableLost) {
                return Optional.empty();
            }
            String evidence = warnings.stream().map(ImageWarning::toString).collect(Collectors.joining("\n"));
            if (tableLost) {
                evidence = ("the partition table cannot be read\n" + evidence).strip();
            }
            Observation found = seen.saying(evidence);
            return Optional.of(tableLost ? found : found.as(Severity.WARNING));
        });
    }

    private static final Rule UNREADABLE = rule("DISK-UNREADABLE")
            .title("The image could not be read")
            .why("Nothing can be said of a disk that cannot be read, and it is not taken for fine.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell("""
                    # shut the machine down (do not save it), make sure that you may read the file, then assess again
                    Stop-VM -Name <vm>
                    Get-VHD -Path <image>
                    """))
            .machine((vm, target) -> vm.disks().stream()
                    .flatMap(disk -> unreadable(disk).stream()
                            .map(seen ->
                                    seen.with("image", disk.path()).with("vm", new Remedy.LiteralName(vm.name())))));

    private static Optional<Observation> unreadable(DiskFacts disk) {
        if (isLocked(disk.reading())) {
            return Optional.empty(); // DISK-IN-USE reports these
        }
        if (disk.reading() instanceof DiskReading.Unreadable unreadable) {
            return Optional.of(
                    Observation.of(disk.path().toString(), unreadable.reason()).undecided());
        }
        return disk.reading() instanceof DiskReading.Refused refused
                        && refused.kind() == BadImageException.Kind.UNSUPPORTED
                        && !refused.atParentLink()
                ? Optional.of(Observation.of(disk.path().toString(), refusal(refused)))
                : Optional.empty();
    }

    private static final Rule FOOTER = rule("DISK-FOOTER-COOKIE")
            .title("The file does not end in a valid VHD footer")
            .why("Azure looks for the footer, which begins with 'conectix', only after the last byte has been uploaded,"
                    + " and then refuses the disk with InvalidVhd. gen2lift always writes and verifies a footer.")
            .severity(Severity.WARNING)
            .source(Source.INVALID_VHD)
            .remedy(Remedy.powershell("""
                    # do not upload this file with other tools; gen2lift adds the footer, and so does
                    gen2lift convert <image> <vhd>
                    """))
            .eachDisk(ContainerRules::footer);

    private static Optional<Observation> footer(InspectedDisk disk) {
        DiskInfo image = disk.image();
        if (image.format() == DiskFormat.RAW) {
            return Optional.of(
                    withVhd(disk, disk.saw("a raw image has no footer").as(Severity.INFO)));
        }
        return image.warnings().stream()
                .filter(warning -> isOfFooter(image, warning) && !isOfGeometry(image, warning))
                .findFirst()
                .map(warning -> withVhd(disk, disk.saw(warning.toString())));
    }

    private static boolean isOfFooter(DiskInfo image, ImageWarning warning) {
        return image.format() == DiskFormat.VHD
                && warning.structure().toLowerCase(Locale.ROOT).contains("footer");
    }

    private static final Rule GEOMETRY = rule("DISK-GEOMETRY-CHS")
            .title("The VHD's geometry states another size than the VHD")
            .why("Some converters round the size to whole cylinders; Azure reads the size field, and some tools the"
                    + " geometry. gen2lift takes the size field and writes a footer in which both agree.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .remedy(Remedy.sh("""
                    # nothing to prepare: gen2lift writes a new footer; with QEMU 2.6 and later
                    qemu-img convert -f vpc -O vpc -o subformat=fixed,force_size <image> <vhd>
                    """))
            .eachDisk(disk -> disk.image().warnings().stream()
                    .filter(warning -> isOfGeometry(disk.image(), warning))
                    .findFirst()
                    .map(warning -> withVhd(disk, disk.saw(warning.toString()))));

    private static boolean isOfGeometry(DiskInfo image, ImageWarning warning) {
        return isOfFooter(image, warning) && warning.message().contains("geometry");
    }

    private static final Rule IN_USE = rule("DISK-IN-USE")
            .title("The image is in use")
            .why("A running machine changes its disks while they are read; a saved one keeps part of its state outside"
                    + " of them. What arrives in Azure is then of no single moment.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .onHost("""
                    # start the machine where it is saved, and shut its guest down
                    Start-VM -Name <vm>
                    Stop-VM -Name <vm>
                    """)
            .machine((vm, target) -> vm.disks().stream()
                    .filter(disk -> isLocked(disk.reading()))
                    .map(disk -> Observation.of(
                                    disk.path().toString(),
                                    disk.reading() instanceof DiskReading.Unreadable unreadable
                                            ? unreadable.reason()
                                            : "")
                            .with("vm", new Remedy.LiteralName(vm.name()))));

    private static boolean isLocked(DiskReading reading) {
        if (!(reading instanceof DiskReading.Unreadable unreadable)) {
            return false;
        }
        String reason = unreadable.reason().toLowerCase(Locale.ROOT);
        // the words of Windows and of Linux; a file may be called "locked"
        return reason.contains("used by another process")
                || reason.contains("another process has locked")
                || reason.contains("resource busy");
    }

    private static final Rule VHD_SET = rule("DISK-VHDSET-SHARED")
            .title("The disk is shared between machines")
            .why("A VHD Set or shared VHDX belongs to a guest cluster; in Azure that is a shared disk (maxShares),"
                    + " which is created empty and filled by copying.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .inWindows("""
                    # make a shared disk in Azure and copy the data onto it
                    $config = New-AzDiskConfig -Location <region> -SkuName Premium_LRS -CreateOption Empty -DiskSizeGB <gib> -MaxSharesCount 2
                    New-AzDisk -ResourceGroupName <group> -DiskName <name> -Disk $config
                    """)
            .machine((vm, target) -> Stream.concat(
                    vm.disks().stream()
                            .filter(disk -> disk.path()
                                    .toString()
                                    .toLowerCase(Locale.ROOT)
                                    .endsWith(".vhds"))
                            .map(disk -> Observation.of(disk.path().toString(), "a VHD Set")),
                    AttachedDisks.of(vm)
                            .filter(disk -> disk.backing() == AttachedDisk.Backing.VHD_SET
                                    || disk.shared().is(true))
                            .filter(disk -> vm.disks().stream()
                                    .noneMatch(
                                            image -> disk.path().is(image.path().toString())))
                            .map(disk -> Observation.of(
                                    AttachedDisks.name(disk),
                                    disk.backing() == AttachedDisk.Backing.VHD_SET
                                            ? "a VHD Set"
                                            : "several machines may use it at once"))));

    private static final Rule PASS_THROUGH = rule("DISK-PASSTHROUGH")
            .title("The disk is one of the host, passed through")
            .why("There is no image file that could be moved.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .onHost("""
                    # with the machine off: copy the host's disk into an image, and attach that
                    New-VHD -Path <new> -Dynamic -SourceDisk <number>
                    """)
            .machine((vm, target) -> AttachedDisks.of(vm)
                    .filter(disk -> disk.backing() == AttachedDisk.Backing.PHYSICAL)
                    .map(disk -> Observation.of(
                                    AttachedDisks.name(disk), "a physical disk at " + AttachedDisks.place(disk))
                            .with("new", vm.name() + "-disk.vhdx")));

    private static final Rule IDE = rule("DISK-CONTROLLER-IDE")
            .title("Disks are attached by IDE")
            .why("Generation 2 has SCSI only; Windows and Linux find their disks there as well, by signature or UUID.")
            .gen2(Severity.INFO)
            .source(Source.GENERATION_2)
            .inWords("Nothing to do.")
            .machine((vm, target) -> {
                List<String> places = AttachedDisks.of(vm)
                        .flatMap(disk -> disk.at().asOptional().stream())
                        .filter(at -> at.bus() == DriveLocation.Bus.IDE)
                        .map(DriveLocation::toString)
                        .toList();
                return places.isEmpty()
                        ? Stream.empty()
                        : Stream.of(Observation.of(vm.name(), String.join("; ", places)));
            });

    private static final Rule UNALLOCATED = rule("DISK-UNALLOCATED-BLOCKS")
            .title("Part of the disk was never written")
            .why("Unwritten blocks read as zero and are neither read nor sent, so less is transferred than the disk's"
                    + " size suggests.")
            .severity(Severity.INFO)
            .source(Source.MS_VHDX)
            .remedy(Remedy.words("Nothing to do."))
            .eachDisk(disk -> disk.image().allocatedSize() < disk.capacity()
                    ? Optional.of(disk.saw("%s of %s are stored"
                            .formatted(ByteSize.text(disk.image().allocatedSize()), ByteSize.text(disk.capacity()))))
                    : Optional.empty());

    static final List<Rule> ALL = List.of(
            CORRUPT,
            UNREADABLE,
            IN_USE,
            DIFFERENCING,
            VHD_SET,
            PASS_THROUGH,
            DIRTY_LOG,
            FOOTER,
            GEOMETRY,
            VHDX,
            VHDX_4KN_DIRECT,
            VHD_DYNAMIC,
            UNALLOCATED,
            IDE);

    private ContainerRules() {}

    private static String kind(DiskInfo image) {
        return image.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Observation withVhd(InspectedDisk disk, Observation seen) {
        return seen.with("vhd", FileNames.stem(disk.facts().path()) + ".vhd");
    }

    private static String refusal(DiskReading.Refused refused) {
        return "%s (%s, %s, at byte %d)"
                .formatted(refused.reason(), refused.file(), refused.structure(), refused.offset());
    }
}
