package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import dev.gen2lift.guest.registry.RegistryHive;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The registry of one installation. Hives are opened when they are first asked for, with their logs. Paths begin with the
 * hive's file name ("SOFTWARE\Microsoft"); "CS" in its place is the control set that the machine would start with.
 */
final class WindowsRegistry {

    /** Stands for the current control set. */
    static final String CONTROL_SET = "CS";

    static final String SYSTEM = "SYSTEM";

    private static final String SELECT = "SYSTEM\\Select";

    /** Numbers that control sets can have; three digits name them. */
    private static final long MAX_CONTROL_SET = 999;

    private final WindowsFiles files;
    private final InspectionWarnings warnings;
    private final Map<String, RegistryHive> hives = new HashMap<>();
    private final Map<String, BadImageException> damaged = new HashMap<>();
    private final Map<String, Optional<RegistryKey>> keys = new HashMap<>();
    private final List<String> replayed = new ArrayList<>();
    private String controlSet = "";

    WindowsRegistry(WindowsFiles files, InspectionWarnings warnings) {
        this.files = files;
        this.warnings = warnings;
    }

    /** The hives whose changes came from their logs, as far as hives were opened. */
    List<String> replayed() {
        return List.copyOf(replayed);
    }

    /** The path with the control set's own name: "SYSTEM\ControlSet001\Services"; as it is where none is known. */
    String name(String path) {
        return path.startsWith(CONTROL_SET + "\\") && !controlSet.isEmpty()
                ? SYSTEM + "\\" + controlSet + path.substring(CONTROL_SET.length())
                : path;
    }

    /**
     * The key at {@code path}; empty where there is none.
     *
     * @throws BadImageException where the hive or what leads to the key is missing or damaged
     */
    Optional<RegistryKey> key(String path) throws IOException {
        Optional<RegistryKey> known = keys.get(path);
        if (known == null) {
            int split = path.indexOf('\\');
            String top = split < 0 ? path : path.substring(0, split);
            String rest = split < 0 ? "" : path.substring(split + 1);
            known = top.equals(CONTROL_SET)
                    ? hive(SYSTEM).find(controlSet() + "\\" + rest)
                    : hive(top).find(rest);
            keys.put(path, known);
        }
        return known;
    }

    /** The value {@code name} of the key at {@code path}; empty where there is none. */
    Optional<RegistryValue> value(String path, String name) throws IOException {
        Optional<RegistryKey> key = key(path);
        return key.isEmpty() ? Optional.empty() : key.get().value(name);
    }

    /** The name of the control set that the machine would start with: "ControlSet001". */
    String controlSet() throws IOException {
        if (controlSet.isEmpty()) {
            Optional<RegistryValue> current = value(SELECT, "Current");
            long number = current.isEmpty() ? 0 : current.get().number();
            if (number < 1 || number > MAX_CONTROL_SET) {
                throw missing(SELECT, "names no control set");
            }
            String name = String.format(Locale.ROOT, "ControlSet%03d", number);
            if (hive(SYSTEM).find(name).isEmpty()) {
                throw missing(SELECT, "names " + name + ", which is not there");
            }
            controlSet = name;
        }
        return controlSet;
    }

    private RegistryHive hive(String name) throws IOException {
        RegistryHive hive = hives.get(name);
        if (hive == null) {
            BadImageException damage = damaged.get(name);
            if (damage != null) {
                throw damage;
            }
            try {
                hive = open(name);
            } catch (BadImageException e) {
                damaged.put(name, e);
                warnings.add(new ImageWarning(
                        e.structure() + " of " + files.folder() + "/System32/config/" + name, e.offset(), e.reason()));
                throw e;
            }
            hives.put(name, hive);
        }
        return hive;
    }

    private RegistryHive open(String name) throws IOException {
        String path = files.folder() + "/System32/config/" + name;
        Optional<RegistryHive> hive = openHive(files.volume(), path, warnings);
        if (hive.isEmpty()) {
            throw missing("registry hive", "the file " + path + " is not there");
        }
        if (hive.get().replayed()) {
            replayed.add(name);
        }
        return hive.get();
    }

    private BadImageException missing(String structure, String reason) {
        return new BadImageException(
                BadImageException.Kind.CORRUPT, files.volume().content().name(), structure, 0, reason);
    }

    /** A hive with its logs; empty where there is no such file. */
    static Optional<RegistryHive> openHive(GuestVolume volume, String path, InspectionWarnings warnings)
            throws IOException {
        Optional<FileEntry> file = volume.fileSystem().find(path).filter(FileEntry::isFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        List<ByteSource> logs = new ArrayList<>();
        for (String ending : List.of(".LOG1", ".LOG2", ".LOG")) {
            Optional<FileEntry> log = volume.fileSystem().find(path + ending).filter(FileEntry::isFile);
            log.ifPresent(entry -> logs.add(volume.open(entry, path + ending)));
        }
        RegistryHive hive = RegistryHive.open(volume.open(file.get(), path), logs);
        for (ImageWarning warning : hive.warnings()) {
            warnings.add(new ImageWarning(
                    warning.structure() + " of " + path + " on " + volume.name(), warning.offset(), warning.message()));
        }
        return Optional.of(hive);
    }
}
