package dev.gen2lift.guest.windows;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Scheduled tasks that may not find their programs again. */
public final class TaskFacts {

    /** Tasks with an action that names drive D:, by their paths in the scheduler. */
    public static final FactName<List<String>> TASKS_ON_D = FactName.of("tasksOnDriveD");

    private static final String KEY = SystemFacts.VERSION + "\\Schedule\\TaskCache\\Tasks";

    /** Tasks that are looked at; Windows comes with some two hundred. */
    private static final int MAX_TASKS = 4096;

    private TaskFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        windows.lookFor(facts, TASKS_ON_D, KEY, () -> tasks(windows.registry()));
    }

    private static List<String> tasks(WindowsRegistry registry) throws IOException {
        List<String> found = new ArrayList<>();
        Optional<RegistryKey> all = registry.key(KEY);
        if (all.isPresent()) {
            List<RegistryKey> keys = all.get().subkeys();
            for (RegistryKey key : keys.subList(0, Math.min(MAX_TASKS, keys.size()))) {
                Optional<RegistryValue> actions = key.value("Actions");
                if (actions.isPresent() && namesDriveD(actions.get().bytes())) {
                    Optional<RegistryValue> path = key.value("Path");
                    found.add(path.isPresent() ? path.get().text() : key.name());
                }
            }
        }
        return found;
    }

    /** Actions are binary, but their texts are plain UTF-16, at an even or an odd place. */
    private static boolean namesDriveD(byte[] actions) {
        for (int start = 0; start < 2 && start < actions.length; start++) {
            String text = new String(actions, start, actions.length - start & ~1, StandardCharsets.UTF_16LE);
            if (text.toUpperCase(Locale.ROOT).contains("D:\\")) {
                return true;
            }
        }
        return false;
    }
}
