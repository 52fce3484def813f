package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Collects the facts of a system while they are looked for: what is damaged makes one unknown, and is a warning. */
final class FactLog {

    private final Facts.Builder facts = Facts.builder();
    private final InspectionWarnings warnings;
    private final Set<String> told = new HashSet<>();

    FactLog(InspectionWarnings warnings) {
        this.warnings = warnings;
    }

    /** Establishes a fact. */
    @FunctionalInterface
    interface Look<T> {

        Fact<T> fact() throws IOException;
    }

    /**
     * Looks for a fact.
     *
     * @param place where, as a short clause
     * @return what came of it
     * @throws IOException where the storage below failed
     */
    <T> Fact<T> look(FactName<T> name, String place, Look<T> look) throws IOException {
        Fact<T> fact;
        try {
            fact = look.fact();
        } catch (BadImageException e) {
            fact = Fact.unknown(place + " cannot be read: " + e.structure() + ": " + e.reason());
            warn(e);
        }
        facts.put(name, fact);
        return fact;
    }

    /** Tells damage once, however many facts it hides. A volume that is not there is told by the facts alone. */
    private void warn(BadImageException e) {
        boolean damage = e.kind() != BadImageException.Kind.UNSUPPORTED;
        if (damage && told.add(e.getMessage())) {
            warnings.add(e, "", "", 0);
        }
    }

    Facts facts() {
        return facts.build();
    }
}
