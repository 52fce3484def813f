package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestReader;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import dev.gen2lift.guest.boot.PeImage;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds Windows by its folder with the registry's hives, and tells what they and its files say. */
public final class WindowsReader implements GuestReader {

    /** Where the first number of Windows 11 is, which calls itself Windows 10 in the registry. */
    private static final int FIRST_BUILD_OF_11 = 22000;

    private static final String DEFAULT_DRIVE = "C:";

    private static final List<Windows.Topic> TOPICS = List.of(
            SystemFacts::add,
            ServiceFacts::add,
            StorageFacts::add,
            RemoteDesktopFacts::add,
            FirewallFacts::add,
            NetworkFacts::add,
            SettingsFacts::add,
            UpdateFacts::add,
            PatchFacts::add,
            AgentFacts::add,
            ForeignFacts::add,
            TaskFacts::add,
            EncryptionFacts::add,
            RoleFacts::add,
            AccountFacts::add,
            BootStoreFacts::add);

    @Override
    public Optional<GuestFacts> read(List<GuestVolume> volumes, InspectionWarnings warnings) throws IOException {
        List<WindowsFiles> installations = new ArrayList<>();
        for (GuestVolume volume : volumes) {
            try {
                installations.addAll(WindowsFiles.on(volume));
            } catch (BadImageException e) {
                warnings.add(e, volume.content().name(), volume.name(), volume.base());
            }
        }
        if (installations.isEmpty()) {
            return Optional.empty();
        }
        WindowsFiles chosen = chosen(installations);
        List<String> others = installations.stream()
                .filter(each -> !each.equals(chosen))
                .map(WindowsFiles::name)
                .toList();
        if (!others.isEmpty()) {
            warnings.add(new ImageWarning(
                    "Windows on " + chosen.volume().name(),
                    chosen.volume().base(),
                    "taken for the system; there is Windows also in " + String.join(", ", others)));
        }
        return Optional.of(describe(chosen, others, volumes, warnings));
    }

    /** The first that has all that it takes to start: a kernel and the loader of one of the two kinds of firmware. */
    private static WindowsFiles chosen(List<WindowsFiles> installations) throws IOException {
        for (WindowsFiles each : installations) {
            try {
                if (each.hasFile("System32/ntoskrnl.exe")
                        && (each.hasFile("System32/winload.efi") || each.hasFile("System32/winload.exe"))) {
                    return each;
                }
            } catch (BadImageException e) {
                // What cannot be looked up cannot be loaded; another one may be whole.
                continue;
            }
        }
        return installations.get(0);
    }

    private static GuestFacts describe(
            WindowsFiles files, List<String> others, List<GuestVolume> volumes, InspectionWarnings warnings)
            throws IOException {
        WindowsRegistry registry = new WindowsRegistry(files, warnings);
        Optional<String> root = text(registry, SystemFacts.VERSION, "SystemRoot");
        String drive = root.filter(path -> path.length() > 1 && path.charAt(1) == ':')
                .map(path -> path.substring(0, 2))
                .orElse(DEFAULT_DRIVE);
        Windows windows = new Windows(files, registry, volumes, warnings, drive);
        Facts.Builder facts = Facts.builder();
        facts.known(GuestFacts.FAMILY_EVIDENCE, List.of(files.name()), "the registry's hives");
        for (Windows.Topic topic : TOPICS) {
            topic.add(windows, facts);
        }
        facts.known(SystemFacts.OTHER_INSTALLATIONS, others, "the volumes that can be read");
        facts.known(SystemFacts.REPLAYED_HIVES, registry.replayed(), "the sequence numbers of the hives");
        Optional<String> number = text(registry, SystemFacts.VERSION, "CurrentBuildNumber");
        return new GuestFacts(
                GuestFacts.Family.WINDOWS,
                product(registry, number),
                version(registry),
                build(registry, number),
                text(registry, SystemFacts.VERSION, "EditionID"),
                architecture(registry, files),
                hostName(registry),
                facts.build());
    }

    private static Optional<String> text(WindowsRegistry registry, String key, String name) throws IOException {
        try {
            Optional<RegistryValue> value = registry.value(key, name);
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(value.get().text()).filter(text -> !text.isBlank());
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> product(WindowsRegistry registry, Optional<String> build) throws IOException {
        Optional<String> name = text(registry, SystemFacts.VERSION, "ProductName");
        boolean client = text(registry, SystemFacts.VERSION, "InstallationType")
                .filter("Client"::equalsIgnoreCase)
                .isPresent();
        boolean eleven = build.filter(number -> number.matches("[0-9]{1,9}"))
                .filter(number -> Integer.parseInt(number) >= FIRST_BUILD_OF_11)
                .isPresent();
        return client && eleven ? name.map(each -> each.replaceFirst("Windows 10", "Windows 11")) : name;
    }

    /** "21H2", "1809", or what came before such names: "6.3". */
    private static Optional<String> version(WindowsRegistry registry) throws IOException {
        for (String name : List.of("DisplayVersion", "ReleaseId", "CurrentVersion")) {
            Optional<String> version = text(registry, SystemFacts.VERSION, name);
            if (version.isPresent()) {
                return version;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> build(WindowsRegistry registry, Optional<String> number) throws IOException {
        try {
            Optional<RegistryValue> revision = registry.value(SystemFacts.VERSION, "UBR");
            if (number.isPresent() && revision.isPresent()) {
                return Optional.of(number.get() + "." + revision.get().number());
            }
        } catch (BadImageException e) {
            // The number alone then.
            return number;
        }
        return number;
    }

    private static Optional<String> hostName(WindowsRegistry registry) throws IOException {
        Optional<String> name = text(registry, "CS\\Control\\ComputerName\\ComputerName", "ComputerName");
        return name.isPresent() ? name : text(registry, "CS\\Services\\Tcpip\\Parameters", "NV Hostname");
    }

    private static Optional<Architecture> architecture(WindowsRegistry registry, WindowsFiles files)
            throws IOException {
        Optional<String> processor =
                text(registry, "CS\\Control\\Session Manager\\Environment", "PROCESSOR_ARCHITECTURE");
        Optional<Architecture> known = processor.flatMap(WindowsReader::named);
        if (known.isPresent()) {
            return known;
        }
        String kernel = "System32/ntoskrnl.exe";
        try {
            Optional<FileEntry> file = files.inWindows(kernel).filter(FileEntry::isFile);
            if (file.isPresent()) {
                return Optional.of(PeImage.read(files.open(file.get(), files.folder() + "/" + kernel))
                        .architecture());
            }
        } catch (BadImageException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Architecture> named(String processor) {
        return switch (processor.toUpperCase(Locale.ROOT)) {
            case "AMD64" -> Optional.of(Architecture.X64);
            case "X86" -> Optional.of(Architecture.X86);
            case "ARM64" -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }
}
