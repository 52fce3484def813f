package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether what is to be created in Azure fits together: sizes, disks, names, regions. */
final class AzureResourceRules {

    private static final Pattern GROUP = Pattern.compile("[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]");
    private static final int WINDOWS_NAME_MAX = 15;
    private static final int LINUX_NAME_MAX = 64;
    private static final Set<String> DATA_ONLY = Set.of("PremiumV2_LRS", "UltraSSD_LRS");

    private static final String CHOOSE_SIZE = """
            # see what sizes of the region can do
            Get-AzComputeResourceSku -Location <region> | Where-Object ResourceType -eq virtualMachines |
              Select-Object Name, @{n='Generations';e={($_.Capabilities | Where-Object Name -eq HyperVGenerations).Value}},
                @{n='NoTrustedLaunch';e={($_.Capabilities | Where-Object Name -eq TrustedLaunchDisabled).Value}},
                @{n='Architecture';e={($_.Capabilities | Where-Object Name -eq CpuArchitectureType).Value}},
                @{n='Controllers';e={($_.Capabilities | Where-Object Name -eq DiskControllerTypes).Value}}
            """;

    private interface BySize {
        Optional<String> problem(SizeFamily size, VmFacts vm, Target target);
    }

    private static Stream<Observation> size(VmFacts vm, Target target, BySize check) {
        return target
                .size()
                .flatMap(SizeFamily::of)
                .flatMap(size -> check.problem(size, vm, target))
                .map(problem -> Observation.of(vm.name(), target.size().orElse("") + " " + problem))
                .stream();
    }

    private static final Rule SIZE_GENERATION = rule("ARM-SIZE-GEN")
            .title("The size does not start machines of this generation")
            .why("Azure refuses to create the machine: the size's HyperVGenerations do not hold the generation.")
            .severity(Severity.BLOCKER)
            .source(Source.GENERATION_2)
            .inWindows(CHOOSE_SIZE)
            .machine((vm, target) -> size(
                    vm,
                    target,
                    (size, machine, to) -> to.generation() == Generation.V2
                            ? Optional.of("starts Generation 1 only").filter(text -> !size.startsGen2())
                            : Optional.of("starts Generation 2 only").filter(text -> !size.startsGen1())));

    private static final Rule SIZE_TRUSTED_LAUNCH = rule("ARM-SIZE-TL")
            .title("The size has no Trusted Launch")
            .why("Azure refuses to create the machine: the size says TrustedLaunchDisabled, or runs confidential VMs"
                    + " only. And confidential VMs run on no other sizes.")
            .secureBoot(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH)
            .inWindows(CHOOSE_SIZE)
            .machine((vm, target) -> size(
                    vm,
                    target,
                    (size, machine, to) -> to.securityType() == Target.SecurityType.CONFIDENTIAL
                            ? Optional.of("runs no confidential VMs").filter(text -> !size.isConfidential())
                            : Optional.of("has no Trusted Launch").filter(text -> !size.trustedLaunch())));

    private static final Rule SIZE_ARCHITECTURE = rule("ARM-SIZE-ARCH")
            .title("The size has another processor architecture than the guest")
            .why("Azure refuses to create the machine, or it does not start.")
            .severity(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWindows(CHOOSE_SIZE)
            .machine((vm, target) -> size(vm, target, (size, machine, to) -> {
                boolean arm = machine.architecture().is(Architecture.ARM64);
                boolean known = machine.architecture().asOptional().isPresent();
                return Optional.of(size.isArm() ? "is made for Arm64" : "is made for x64")
                        .filter(text -> known && arm != size.isArm());
            }));

    private static final Rule SIZE_NVME = rule("ARM-SIZE-NVME")
            .title("The size and the disk controller do not go together")
            .why("Sizes of version 6 and later have NVMe disks only, which take Generation 2 and a disk whose"
                    + " diskControllerTypes name NVMe; older ones have SCSI only.")
            .severity(Severity.BLOCKER)
            .source(Source.NVME)
            .inWindows(CHOOSE_SIZE)
            .machine((vm, target) -> size(
                    vm,
                    target,
                    (size, machine, to) -> to.controller() == Target.DiskController.NVME
                            ? Optional.of("has no NVMe disks").filter(text -> !size.nvme())
                            : Optional.of("has NVMe disks only").filter(text -> size.nvmeOnly())));

    private static final Rule GENERATION = rule("ARM-GEN-IMMUTABLE")
            .title("The generation is decided when the disk is created")
            .why("A disk without hyperVGeneration becomes Generation 1, cannot be changed, and refuses to start later:"
                    + " \"cannot boot Hypervisor Generation '1'\". gen2lift always sends it.")
            .gen2(Severity.INFO)
            .source(Source.GENERATION_ISSUE)
            .inWindows("""
                    # with other tools: say it, and look whether it was understood
                    New-AzDiskConfig -Location <region> -CreateOption Upload -OsType <os> -HyperVGeneration V2 -UploadSizeInBytes <size>
                    (Get-AzDisk -ResourceGroupName <group> -DiskName <name>).HyperVGeneration
                    """)
            .osDisk(disk ->
                    disk.isGpt() ? Optional.of(disk.saw("the OS disk is to be created as V2")) : Optional.empty());

    private static final Rule OS_PROFILE = rule("ARM-OSPROFILE-SPECIALIZED")
            .title("A VM over a disk that keeps its identity takes no profile")
            .why("Azure refuses osProfile with an attached disk: name and accounts are those in the guest.")
            .severity(Severity.BLOCKER)
            .source(Source.DISK_FAQ)
            .inWords("Create the VM without osProfile, or generalize the guest and create machines from an image.")
            .machine((vm, target) -> target.intentions().osProfile()
                            && Guest.of(vm, target)
                                    .filter(guest -> !isGeneralized(guest))
                                    .isPresent()
                    ? Stream.of(Observation.of(vm.name(), "a profile is planned, and the system is specialized"))
                    : Stream.empty());

    private static boolean isGeneralized(Guest guest) {
        return guest.isWindows()
                ? guest.fact(SystemFacts.GENERALIZED).is(true)
                : LinuxVersionRules.looksGeneralized(guest);
    }

    private static final Rule REGION = rule("ARM-REGION")
            .title("The storage account lies in another region than the disk")
            .why("A disk is imported from a blob of its own region only; another subscription is fine.")
            .severity(Severity.BLOCKER)
            .source(Source.DISK_FAQ)
            .inWords("Stage in a storage account of the disk's region, or upload straight to the managed disk, as"
                    + " gen2lift migrate does.")
            .machine((vm, target) -> {
                Optional<String> region = target.intentions().region();
                Optional<String> staging = target.intentions().stagingRegion();
                return region.isPresent()
                                && staging.isPresent()
                                && !region.get().equalsIgnoreCase(staging.get())
                        ? Stream.of(
                                Observation.of(vm.name(), "staged in " + staging.get() + ", wanted in " + region.get()))
                        : Stream.empty();
            });

    private static final Rule ZONE = rule("ARM-ZONE-PREMV2")
            .title("The disk type needs an availability zone")
            .why("Premium SSD v2 attaches to machines in zones, but for few regions; Ultra Disk likewise.")
            .severity(Severity.WARNING)
            .source(Source.PREMIUM_V2)
            .inWindows("New-AzVMConfig -VMName <vm> -VMSize <size> -Zone 1")
            .machine((vm, target) -> target
                    .intentions()
                    .dataDiskSku()
                    .filter(sku -> DATA_ONLY.stream().anyMatch(sku::equalsIgnoreCase))
                    .filter(sku -> target.intentions().zone().isEmpty())
                    .map(sku -> Observation.of(vm.name(), sku + " is planned for data disks, and no zone"))
                    .stream());

    private static final Rule OS_SKU = rule("DISK-OS-SKU")
            .title("The OS disk cannot have this type")
            .why("Premium SSD v2 and Ultra Disk are for data. Standard HDD as an OS disk retires on 8 September 2028.")
            .severity(Severity.BLOCKER)
            .source(Source.DISK_TYPES)
            .inWords("Choose Premium SSD (Premium_LRS) or Standard SSD (StandardSSD_LRS) for the OS disk.")
            .machine((vm, target) -> target.intentions().osDiskSku().stream()
                    .flatMap(sku -> DATA_ONLY.stream().anyMatch(sku::equalsIgnoreCase)
                            ? Stream.of(Observation.of(vm.name(), sku + " is planned for the OS disk"))
                            : sku.equalsIgnoreCase("Standard_LRS")
                                    ? Stream.of(Observation.of(vm.name(), "Standard_LRS is planned for the OS disk")
                                            .as(Severity.WARNING))
                                    : Stream.empty()));

    private static final Rule NAME_COMPUTER = rule("NAME-COMPUTER")
            .title("The guest's name does not fit Azure's rules for it")
            .why("Where the VM is created with a profile, its computer name has at most 15 characters on Windows and 64"
                    + " on Linux, and cannot be changed. A specialized disk keeps the guest's own name.")
            .severity(Severity.BLOCKER)
            .source(Source.OS_PROFILE)
            .inWindows("Rename-Computer -NewName <new> -Restart")
            .inLinux("hostnamectl set-hostname <new>")
            .guest(guest -> {
                String name = guest.system().hostName().orElse("");
                int most = guest.system().family() == GuestFacts.Family.WINDOWS ? WINDOWS_NAME_MAX : LINUX_NAME_MAX;
                if (name.length() <= most) {
                    return Stream.empty();
                }
                Observation seen = guest.saw("its name has " + name.length() + " characters");
                return Stream.of(guest.target().intentions().osProfile() ? seen : seen.as(Severity.INFO));
            });

    private static final Rule NAME_GROUP = rule("NAME-RG")
            .title("The resource group's name is not allowed")
            .why(
                    "Names have 1 to 90 letters, digits, underscores, brackets, hyphens and dots, and do not end in a dot.")
            .severity(Severity.BLOCKER)
            .source(Source.RESOURCE_NAMES)
            .inWords("Give the resource group another name in the policy.")
            .machine((vm, target) -> target
                    .intentions()
                    .resourceGroup()
                    .filter(name -> !GROUP.matcher(name).matches())
                    .map(name -> Observation.of(vm.name(), "it would be called \"" + name + "\""))
                    .stream());

    static final List<Rule> ALL = List.of(
            SIZE_GENERATION,
            SIZE_TRUSTED_LAUNCH,
            SIZE_ARCHITECTURE,
            SIZE_NVME,
            OS_SKU,
            ZONE,
            REGION,
            OS_PROFILE,
            GENERATION,
            NAME_COMPUTER,
            NAME_GROUP);

    private AzureResourceRules() {}
}
