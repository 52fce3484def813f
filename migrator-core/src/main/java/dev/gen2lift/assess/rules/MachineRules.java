package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.AzureLimits;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskRoles;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.VmFacts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for the machine as a whole: its disks together, and names. */
final class MachineRules {

    private static final Pattern VM_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern DISK_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?");
    private static final int DISK_NAME_MAX = 80;

    private static final Rule ONE_OS_DISK = rule("DISK-COUNT-OS")
            .title("It is not plain which one disk the machine starts from")
            .why("A machine in Azure has exactly one OS disk, and the loader and the system both have to be on it.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.powershell("""
                    # on the host: see what the machine starts from, then give its disks in that order
                    Get-VMFirmware -VMName <vm> | Select-Object -ExpandProperty BootOrder
                    Get-VMHardDiskDrive -VMName <vm>
                    """))
            .machine((vm, target) ->
                    osDisk(vm).stream().map(seen -> seen.with("vm", new Remedy.LiteralName(vm.name()))));

    private static Optional<Observation> osDisk(VmFacts vm) {
        if (vm.osDisk().isEmpty()) {
            boolean allRead =
                    vm.disks().stream().allMatch(disk -> disk.inspection().isPresent());
            Optional<String> unlisted = vm.configuration()
                    .filter(settings -> settings.disks().asOptional().isEmpty())
                    .map(settings ->
                            "its disks are not known: " + settings.disks().explanation());
            Observation none = Observation.of(
                    vm.name(),
                    unlisted.orElse(vm.disks().isEmpty() ? "no disks" : "no disk that could be read starts a machine"));
            return Optional.of(allRead && unlisted.isEmpty() ? none : none.undecided());
        }
        List<String> bootable = vm.disks().stream()
                .filter(disk -> DiskRoles.bootSign(disk.reading()).isPresent())
                .map(disk ->
                        disk.path() + ": " + DiskRoles.bootSign(disk.reading()).orElseThrow())
                .toList();
        return bootable.size() < 2
                ? Optional.empty()
                : Optional.of(Observation.of(
                                vm.name(),
                                "taken to start from " + vm.osDisk().get().path() + "\n" + String.join("\n", bootable))
                        .as(Severity.WARNING));
    }

    private static final Rule DATA_DISKS = rule("DISK-COUNT-DATA")
            .title("The machine has many disks")
            .why("How many data disks a machine may have depends on its size (MaxDataDiskCount); Azure Migrate refuses"
                    + " more than 16 in all.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.powershell("""
                    # choose a size that takes as many
                    Get-AzVMSize -Location <region> | Where-Object MaxDataDiskCount -ge <disks>
                    """))
            .machine((vm, target) -> vm.disks().size() > AzureLimits.MIGRATE_DISKS_MAX
                    ? Stream.of(Observation.of(vm.name(), vm.disks().size() + " disks")
                            .with("disks", vm.disks().size() - 1))
                    : Stream.empty());

    private static final Rule NAME_VM = rule("NAME-VM-AZMIGRATE")
            .title("The machine's name cannot be its name in Azure")
            .why("Names have 1 to 63 letters, digits and hyphens, and begin and end with a letter or digit.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.powershell("""
                    # give it another name when you move it; or on the host
                    Rename-VM -Name <vm> -NewName <new>
                    """))
            .machine((vm, target) -> VM_NAME.matcher(vm.name()).matches()
                    ? Stream.empty()
                    : Stream.of(Observation.of(vm.name(), "the name has other characters or another length")
                            .with("vm", new Remedy.LiteralName(vm.name()))));

    private static final Rule NAME_DISK = rule("NAME-DISK")
            .title("The image's name cannot be the managed disk's name")
            .why(
                    "A managed disk's name has 1 to 80 letters, digits, underscores, hyphens and dots, begins with a letter"
                            + " or digit, ends with one or an underscore, and cannot be changed later.")
            .severity(Severity.WARNING)
            .source(Source.CREATION_DATA)
            .remedy(Remedy.powershell("""
                    # give the disk another name when you move it; or, on a copy of the image
                    Rename-Item -LiteralPath <image> -NewName <new>
                    """))
            .machine((vm, target) -> vm.disks().stream()
                    .filter(disk ->
                            !DISK_NAME.matcher(FileNames.stem(disk.path())).matches())
                    .map(disk -> Observation.of(
                                    disk.path().toString(), "the name would be \"" + FileNames.stem(disk.path()) + "\"")
                            .with("image", disk.path())
                            .with("new", acceptable(disk))));

    /** A name near the image's that Azure takes, with the image's extension. */
    private static String acceptable(DiskFacts disk) {
        String stem = FileNames.stem(disk.path());
        String kept = stem.codePoints()
                .mapToObj(c -> c < 128 && (Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0)
                        ? Character.toString(c)
                        : "-")
                .collect(Collectors.joining());
        String trimmed = kept.replaceAll("^[^A-Za-z0-9]+", "");
        trimmed =
                trimmed.substring(0, Math.min(trimmed.length(), DISK_NAME_MAX)).replaceAll("[^A-Za-z0-9_]+$", "");
        String file = String.valueOf(disk.path().getFileName());
        String extension = file.startsWith(stem) ? file.substring(stem.length()) : "";
        return (trimmed.isEmpty() ? "disk" : trimmed) + extension;
    }

    static final List<Rule> ALL = List.of(ONE_OS_DISK, DATA_DISKS, NAME_VM, NAME_DISK);

    private MachineRules() {}
}
