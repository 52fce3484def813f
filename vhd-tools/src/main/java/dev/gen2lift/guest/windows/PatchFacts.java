package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.boot.FileVersion;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How old the drivers are that a machine starts with in Azure ("Prepare a Windows VHD or VHDX to upload to Azure", "Install
 * Windows updates").
 */
public final class PatchFacts {

    /** The files that Azure asks a version of, as far as they are there; empty for a Windows that it asks nothing of. */
    public static final FactName<List<SystemFile>> SYSTEM_FILES = FactName.of("systemFiles");

    /** Windows 10 1803, of which, and of all later ones, no file is asked a version of. */
    public static final int FIRST_BUILD_WITHOUT_MINIMUM = 17134;

    private static final String FOLDER = "System32/";
    private static final String BUILD = "CurrentBuildNumber";

    private static final List<String> FILES = List.of(
            "drivers/disk.sys",
            "drivers/storport.sys",
            "drivers/ntfs.sys",
            "drivers/classpnp.sys",
            "drivers/volsnap.sys",
            "drivers/partmgr.sys",
            "drivers/volmgr.sys",
            "drivers/volmgrx.sys",
            "drivers/msiscsi.sys",
            "drivers/vmstorfl.sys",
            "drivers/netvsc.sys",
            "drivers/mrxsmb.sys",
            "drivers/mrxsmb10.sys",
            "drivers/mrxsmb20.sys",
            "drivers/tcpip.sys",
            "drivers/http.sys",
            "drivers/termdd.sys",
            "drivers/rdpwd.sys",
            "fveapi.dll",
            "ntoskrnl.exe",
            "rdpcorets.dll",
            "termsrv.dll",
            "win32k.sys");

    private PatchFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        windows.lookAt(facts, SYSTEM_FILES, SystemFacts.VERSION, () -> files(windows));
    }

    private static List<SystemFile> files(Windows windows) throws IOException {
        List<SystemFile> found = new ArrayList<>();
        if (!hasMinimum(windows.registry().value(SystemFacts.VERSION, BUILD))) {
            return found;
        }
        for (String path : FILES) {
            Optional<FileEntry> file = windows.files().inWindows(FOLDER + path).filter(FileEntry::isFile);
            if (file.isPresent()) {
                version(windows.files(), file.get(), path)
                        .ifPresent(version -> found.add(new SystemFile(path, version)));
            }
        }
        return found;
    }

    private static boolean hasMinimum(Optional<RegistryValue> build) throws IOException {
        return build.isEmpty()
                || !build.get().text().matches("[0-9]{1,9}")
                || Integer.parseInt(build.get().text()) < FIRST_BUILD_WITHOUT_MINIMUM;
    }

    /** One damaged file says nothing of the others. */
    private static Optional<FileVersion> version(WindowsFiles files, FileEntry file, String path) throws IOException {
        try {
            return FileVersion.of(files.open(file, files.folder() + "/" + FOLDER + path));
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }
}
