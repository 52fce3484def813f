package dev.gen2lift.guest.windows;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import java.io.IOException;
import java.util.List;

/** What Windows has put off to its next start. */
public final class UpdateFacts {

    /** Whether components were installed that a restart has to finish. */
    public static final FactName<Boolean> SERVICING_REBOOT = FactName.of("servicingRebootPending");

    public static final FactName<Boolean> SERVICING_SESSIONS = FactName.of("servicingSessionsPending");
    public static final FactName<Boolean> UPDATE_REBOOT = FactName.of("windowsUpdateRebootRequired");

    /** Files that are renamed or deleted at the next start: from, to, from, to; an empty name deletes. */
    public static final FactName<List<String>> FILE_RENAMES = FactName.of("pendingFileRenames");

    public static final FactName<Boolean> PENDING_XML = FactName.of("pendingXml");

    private static final String CBS = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing";
    private static final String UPDATE = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update";
    private static final String PENDING = "WinSxS/pending.xml";

    private static final List<ValueFact<?>> VALUES = List.of(
            ValueFact.of(SERVICING_SESSIONS, CBS + "\\SessionsPending", "Exclusive", value -> value.number() != 0)
                    .whenAbsent(false, "none"),
            ValueFact.texts(FILE_RENAMES, "CS\\Control\\Session Manager", "PendingFileRenameOperations")
                    .whenAbsent(List.of(), "none"));

    private UpdateFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        exists(windows, facts, SERVICING_REBOOT, CBS + "\\RebootPending");
        exists(windows, facts, UPDATE_REBOOT, UPDATE + "\\RebootRequired");
        ValueFact.addAll(VALUES, windows.registry(), facts);
        Windows.look(
                facts,
                PENDING_XML,
                "/" + windows.files().folder() + "/" + PENDING,
                () -> windows.files().hasFile(PENDING));
    }

    /** Windows sets these marks by making a key, which stays empty. */
    private static void exists(Windows windows, Facts.Builder facts, FactName<Boolean> name, String key)
            throws IOException {
        windows.lookFor(facts, name, key, () -> windows.registry().key(key).isPresent());
    }
}
