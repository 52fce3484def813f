package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.text;

import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Azure and Hyper-V have installed in the guest; the services themselves are in {@link ServiceFacts}. */
public final class AgentFacts {

    /** Versions of the Azure VM agent that lie in its folder. */
    public static final FactName<List<String>> AZURE_AGENT_FOLDERS = FactName.of("azureAgentFolders");

    /** Version of Hyper-V's integration services, where they came apart from Windows. */
    public static final FactName<String> INTEGRATION_SERVICES = FactName.of("integrationServicesVersion");

    /** The host that the machine ran on last, as Hyper-V told it. */
    public static final FactName<String> HOST_NAME = FactName.of("hyperVHostName");

    /** What Hyper-V calls the machine. */
    public static final FactName<String> MACHINE_NAME = FactName.of("hyperVMachineName");

    private static final String AGENT = "WindowsAzure";
    private static final String GUEST_PARAMETERS = "SOFTWARE\\Microsoft\\Virtual Machine\\Guest\\Parameters";

    private static final List<ValueFact<?>> VALUES = List.of(
            text(INTEGRATION_SERVICES, "SOFTWARE\\Microsoft\\Virtual Machine\\Auto", "IntegrationServicesVersion"),
            text(HOST_NAME, GUEST_PARAMETERS, "HostName"),
            text(MACHINE_NAME, GUEST_PARAMETERS, "VirtualMachineName"));

    private AgentFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        Windows.look(facts, AZURE_AGENT_FOLDERS, "/" + AGENT, () -> agents(windows));
        ValueFact.addAll(VALUES, windows.registry(), facts);
    }

    private static List<String> agents(Windows windows) throws IOException {
        Optional<FileEntry> folder = windows.files().onVolume(AGENT).filter(FileEntry::isDirectory);
        if (folder.isEmpty()) {
            return List.of();
        }
        return windows.files().volume().fileSystem().list(folder.get()).stream()
                .filter(FileEntry::isDirectory)
                .map(FileEntry::name)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("guestagent_"))
                .toList();
    }
}
