package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.flag;
import static dev.gen2lift.guest.windows.ValueFact.number;
import static dev.gen2lift.guest.windows.ValueFact.text;

import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.Known;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which Windows it is, and whether its setup has come to an end. */
public final class SystemFacts {

    /** The folder that Windows is installed in, and its volume. */
    public static final FactName<String> FOLDER = FactName.of("windowsFolder");

    /** Where else Windows is installed. */
    public static final FactName<List<String>> OTHER_INSTALLATIONS = FactName.of("otherWindowsInstallations");

    public static final FactName<String> CONTROL_SET = FactName.of("controlSet");

    /** "Client", "Server", "Server Core", "Nano Server". */
    public static final FactName<String> INSTALLATION_TYPE = FactName.of("installationType");

    /** "WinNT" for a client, "ServerNT" for a server, "LanmanNT" for a domain controller. */
    public static final FactName<String> PRODUCT_TYPE = FactName.of("productType");

    public static final FactName<String> BUILD_LAB = FactName.of("buildLab");

    /** Hives whose last changes came from their logs: Windows was not shut down. */
    public static final FactName<List<String>> REPLAYED_HIVES = FactName.of("replayedHives");

    /** "IMAGE_STATE_COMPLETE", "IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE", ... */
    public static final FactName<String> IMAGE_STATE = FactName.of("imageState");

    /** Whether sysprep has generalized it, so that it is an image and no machine. */
    public static final FactName<Boolean> GENERALIZED = FactName.of("generalized");

    /** 7 once generalizing, or the first setup, has come to its end. */
    public static final FactName<Long> GENERALIZATION_STATE = FactName.of("sysprepGeneralizationState");

    public static final FactName<Long> CLEANUP_STATE = FactName.of("sysprepCleanupState");
    public static final FactName<Boolean> SETUP_IN_PROGRESS = FactName.of("setupInProgress");
    public static final FactName<Boolean> OOBE_IN_PROGRESS = FactName.of("oobeInProgress");
    public static final FactName<Long> SETUP_TYPE = FactName.of("setupType");
    public static final FactName<String> SETUP_COMMAND = FactName.of("setupCommand");
    public static final FactName<Boolean> SYSPREP_SUCCEEDED = FactName.of("sysprepSucceeded");

    /** Answer files that setup would use again. */
    public static final FactName<List<String>> ANSWER_FILES = FactName.of("answerFiles");

    /** The answer file that setup was told of. */
    public static final FactName<String> ANSWER_FILE_IN_USE = FactName.of("answerFileInUse");

    public static final FactName<Boolean> PANTHER_FOLDER = FactName.of("pantherFolder");

    /** The number by which .NET Framework 4.5 and later tell themselves apart. */
    public static final FactName<Long> NET_FRAMEWORK_RELEASE = FactName.of("netFrameworkRelease");

    /** The host that Windows is activated by; empty where none is set. */
    public static final FactName<String> KMS_HOST = FactName.of("kmsHost");

    static final String VERSION = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";

    private static final String SETUP = "SYSTEM\\Setup";
    private static final String SYSPREP = SETUP + "\\Status\\SysprepStatus";

    private static final List<ValueFact<?>> VALUES = List.of(
            text(INSTALLATION_TYPE, VERSION, "InstallationType"),
            text(PRODUCT_TYPE, "CS\\Control\\ProductOptions", "ProductType"),
            text(BUILD_LAB, VERSION, "BuildLabEx"),
            text(IMAGE_STATE, "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State", "ImageState"),
            number(GENERALIZATION_STATE, SYSPREP, "GeneralizationState"),
            number(CLEANUP_STATE, SYSPREP, "CleanupState"),
            flag(SETUP_IN_PROGRESS, SETUP, "SystemSetupInProgress").whenAbsent(false, "no setup is under way"),
            flag(OOBE_IN_PROGRESS, SETUP, "OOBEInProgress").whenAbsent(false, "no first start is under way"),
            number(SETUP_TYPE, SETUP, "SetupType").whenAbsent(0L, "no setup at the next start"),
            text(SETUP_COMMAND, SETUP, "CmdLine").whenAbsent("", "no setup at the next start"),
            text(ANSWER_FILE_IN_USE, SETUP, "UnattendFile").whenAbsent("", "none is named"),
            number(NET_FRAMEWORK_RELEASE, "SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full", "Release"),
            text(KMS_HOST, VERSION + "\\SoftwareProtectionPlatform", "KeyManagementServiceName")
                    .whenAbsent("", "none is set, it is found by DNS"));

    private static final List<String> ANSWER_FILES_IN_WINDOWS = List.of(
            "Panther/unattend.xml",
            "Panther/Unattend/unattend.xml",
            "Panther/autounattend.xml",
            "System32/Sysprep/unattend.xml",
            "System32/Sysprep/Panther/unattend.xml");

    private static final List<String> ANSWER_FILES_ON_VOLUME = List.of("unattend.xml", "autounattend.xml");

    private SystemFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        WindowsFiles files = windows.files();
        facts.known(FOLDER, files.name(), "its registry hives");
        Windows.look(facts, CONTROL_SET, "SYSTEM\\Select Current", windows.registry()::controlSet);
        ValueFact.addAll(VALUES, windows.registry(), facts);
        facts.put(GENERALIZED, generalized(facts.build().get(IMAGE_STATE)));
        Windows.look(
                facts,
                SYSPREP_SUCCEEDED,
                "System32/Sysprep/Sysprep_succeeded.tag",
                () -> files.hasFile("System32/Sysprep/Sysprep_succeeded.tag"));
        Windows.look(facts, ANSWER_FILES, "the places that setup searches", () -> answerFiles(files));
        Windows.look(
                facts,
                PANTHER_FOLDER,
                "/" + files.folder() + "/Panther",
                () -> files.inWindows("Panther").filter(FileEntry::isDirectory).isPresent());
    }

    private static Fact<Boolean> generalized(Fact<String> state) {
        return state instanceof Known<String> known
                ? Fact.known(known.value().contains("GENERALIZE"), "ImageState " + known.value())
                : Fact.unknown(state.explanation());
    }

    private static List<String> answerFiles(WindowsFiles files) throws IOException {
        List<String> found = new ArrayList<>();
        for (String path : ANSWER_FILES_IN_WINDOWS) {
            if (files.hasFile(path)) {
                found.add("/" + files.folder() + "/" + path);
            }
        }
        for (String path : ANSWER_FILES_ON_VOLUME) {
            Optional<FileEntry> entry = files.onVolume(path).filter(FileEntry::isFile);
            if (entry.isPresent()) {
                found.add("/" + path);
            }
        }
        return found;
    }
}
