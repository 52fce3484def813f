package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.FileVersion;
import dev.gen2lift.guest.windows.PatchFacts;
import dev.gen2lift.guest.windows.RoleFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import dev.gen2lift.guest.windows.SystemFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which Windows Azure runs, and in which of its roles. */
final class WindowsVersionRules {

    private static final Rule GEN2_MIN = rule("OS-WIN-GEN2-MIN")
            .title("This Windows does not start as Generation 2")
            .why("UEFI without a compatibility module came with Windows Server 2012 and Windows 8.")
            .gen2(Severity.BLOCKER)
            .source(Source.HYPERV_GENERATIONS)
            .inWords("Move it as Generation 1, or upgrade Windows in place first.")
            .windows(guest -> byVersion(guest, version -> version.build() < WindowsVersion.SERVER_2012));

    private static final Rule AZURE_MIN = rule("OS-WIN-AZURE-MIN")
            .title("This Windows is out of support")
            .why("Before Server 2003 Azure runs none. Up to Server 2008 there is no VM agent; up to Server 2012 R2"
                    + " there are updates only with Extended Security Updates, which are free of charge in Azure.")
            .severity(Severity.BLOCKER)
            .source(Source.SERVER_SOFTWARE)
            .inWords("Upgrade Windows in place before the move, or move it and upgrade it in Azure.")
            .windows(guest -> byVersion(
                            guest,
                            version -> version.build()
                                    < (version.server() ? WindowsVersion.SERVER_2016 : WindowsVersion.CLIENT_10))
                    .map(seen -> WindowsVersion.of(guest)
                                    .filter(version -> version.build() < WindowsVersion.SERVER_2003)
                                    .isPresent()
                            ? seen
                            : seen.as(Severity.WARNING)));

    private static final Rule GEN2_ONLY = rule("OS-WIN-11-GEN2ONLY")
            .title("Windows 11 needs Generation 2")
            .why("Windows 11 starts with UEFI and a TPM only.")
            .gen1(Severity.BLOCKER)
            .source(Source.HYPERV_GENERATIONS)
            .inWords("Move it as Generation 2, with Trusted Launch for its TPM.")
            .windows(guest ->
                    byVersion(guest, version -> !version.server() && version.build() >= WindowsVersion.CLIENT_11));

    private static final Rule ROLES = rule("OS-WIN-ROLES-UNSUPPORTED")
            .title("Roles are installed that do not work in Azure")
            .why("Azure's network has no broadcast, no layer 2 and no foreign DHCP server; what depends on these does"
                    + " not work. Hyper-V runs on sizes with nested virtualization only.")
            .severity(Severity.WARNING)
            .source(Source.SERVER_SOFTWARE)
            .inWindows("""
                    # replace what the roles do by a service of Azure, then
                    Get-WindowsFeature | Where-Object Installed | Format-Table Name, DisplayName
                    Uninstall-WindowsFeature -Name <feature>
                    """)
            .windows(RoleFacts.UNSUPPORTED_ROLES, roles -> !roles.isEmpty(), roles -> String.join(", ", roles));

    private static final Rule DOMAIN_CONTROLLER = rule("OS-WIN-DC")
            .title("The machine is a domain controller")
            .why("A copy of it that starts while the old one runs damages the directory. Its database must lie on a"
                    + " disk without host caching, and whoever moves it has to know the DSRM password.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # better: promote a new one in Azure and demote this one after it has replicated
                    Install-WindowsFeature AD-Domain-Services -IncludeManagementTools
                    Install-ADDSDomainController -DomainName <domain> -DatabasePath 'F:\\NTDS' -SysvolPath 'F:\\SYSVOL'
                    """)
            .windows(guest -> guest.where(RoleFacts.DOMAIN_CONTROLLER, controller -> controller, controller -> {
                        String database = guest.value(RoleFacts.DIRECTORY_DATABASE, "");
                        return "its product type is LanmanNT"
                                + (database.isEmpty() ? "" : ", the directory lies in " + database);
                    })
                    .map(seen -> guest.fact(RoleFacts.DOMAIN)
                            .asOptional()
                            .filter(domain -> !domain.isEmpty())
                            .map(domain -> seen.with("domain", domain))
                            .orElse(seen)));

    private static final Rule NANO = rule("OS-WIN-NANO")
            .title("The machine runs Nano Server")
            .why("Nano Server is out of support as a machine of its own, and Azure's tools do not know it.")
            .severity(Severity.WARNING)
            .source(Source.SITE_RECOVERY)
            .inWords("Move its work to Server Core or into containers.")
            .windows(
                    SystemFacts.INSTALLATION_TYPE,
                    type -> type.toLowerCase(Locale.ROOT).contains("nano"),
                    type -> "InstallationType is " + type);

    /** What is asked of a file, by the build of Windows. */
    private record Minimum(String file, FileVersion version) {}

    private static final Map<Integer, Minimum> MINIMA = Map.of(
            7601,
            new Minimum("storport.sys", new FileVersion(6, 1, 7601, 23_403)),
            WindowsVersion.SERVER_2012_R2,
            new Minimum("storport.sys", new FileVersion(6, 3, 9600, 18_573)),
            WindowsVersion.SERVER_2016,
            new Minimum("ntfs.sys", new FileVersion(10, 0, 14_393, 1198)));

    private static final Rule PATCH_LEVEL = rule("OS-WIN-PATCH-LEVEL")
            .title("Windows lacks updates that Azure asks for")
            .why("Older storage and file system drivers lose disks or stop in Azure; without the updates for SMB 1 and"
                    + " CredSSP the machine is open to attack, or refuses Remote Desktop.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # install all updates, restart, and look again
                    UsoClient.exe ScanInstallWait
                    Get-HotFix | Sort-Object InstalledOn | Select-Object -Last 5
                    """)
            .windows(WindowsVersionRules::patchLevel);

    private static Stream<Observation> patchLevel(Guest guest) {
        Optional<WindowsVersion> version = WindowsVersion.of(guest);
        if (version.isEmpty()) {
            return Stream.of(guest.saw("not known: the build is not").undecided());
        }
        Minimum minimum = MINIMA.get(version.get().build());
        if (minimum == null) {
            // newer ones came with what is asked, of others nothing is
            return Stream.empty();
        }
        Fact<List<SystemFile>> files = guest.fact(PatchFacts.SYSTEM_FILES);
        if (files.asOptional().isEmpty()) {
            return Stream.of(guest.notKnown(PatchFacts.SYSTEM_FILES));
        }
        Optional<SystemFile> file = files.asOptional().get().stream()
                .filter(each -> each.path().toLowerCase(Locale.ROOT).endsWith("/" + minimum.file()))
                .findFirst();
        if (file.isEmpty()) {
            return Stream.of(guest.saw("not known: the version of " + minimum.file() + " is not")
                    .undecided());
        }
        return file.get().version().compareTo(minimum.version()) < 0
                ? Stream.of(guest.saw(file.get().path() + " is " + file.get().version() + ", and should be "
                        + minimum.version() + " at least"))
                : Stream.empty();
    }

    private static final Rule GENERALIZED = rule("OS-GENERALIZED-STATE")
            .title("The system is generalized")
            .why("A generalized system becomes an image; a VM over its disk needs a new name, account and identity,"
                    + " which only a VM created from an image gets. A specialized one keeps its own.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # make an image of it, in Azure, and machines from the image
                    New-AzGalleryImageDefinition -ResourceGroupName <group> -GalleryName <gallery> -Name <name> `
                      -Location <region> -OsType Windows -OsState Generalized -HyperVGeneration V2 `
                      -Publisher <publisher> -Offer <offer> -Sku <sku>
                    """)
            .inLinux("""
                    # make an image of it, in Azure, and machines from the image
                    az sig image-definition create --resource-group <group> --gallery-name <gallery> \\
                      --gallery-image-definition <name> --os-type Linux --os-state Generalized \\
                      --hyper-v-generation V2 --publisher <publisher> --offer <offer> --sku <sku>
                    """)
            .guest(guest -> {
                if (guest.system().family() == GuestFacts.Family.WINDOWS) {
                    return guest.where(
                            SystemFacts.GENERALIZED,
                            yes -> yes && !guest.target().intentions().osProfile(),
                            yes -> "sysprep has generalized it");
                }
                return LinuxVersionRules.looksGeneralized(guest)
                                && !guest.target().intentions().osProfile()
                        ? Stream.of(guest.saw("it has no machine id and no SSH host keys"))
                        : Stream.empty();
            });

    private static Stream<Observation> byVersion(Guest guest, Predicate<WindowsVersion> wrong) {
        Optional<WindowsVersion> version = WindowsVersion.of(guest);
        if (version.isEmpty()) {
            return Stream.of(
                    guest.saw("not known: the registry does not tell the build").undecided());
        }
        return wrong.test(version.get()) ? Stream.of(guest.saw(WindowsVersion.name(guest))) : Stream.empty();
    }

    static final List<Rule> ALL =
            List.of(GEN2_MIN, AZURE_MIN, GEN2_ONLY, ROLES, DOMAIN_CONTROLLER, NANO, PATCH_LEVEL, GENERALIZED);

    private WindowsVersionRules() {}
}
