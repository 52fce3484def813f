package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.List;

/**
 * One installation, to be asked for facts.
 *
 * @param volumes all volumes of the machine that can be read
 * @param systemDrive the letter that Windows knows its own volume by, with a colon
 */
record Windows(
        WindowsFiles files,
        WindowsRegistry registry,
        List<GuestVolume> volumes,
        InspectionWarnings warnings,
        String systemDrive) {

    /** Establishes the facts of one subject. */
    @FunctionalInterface
    interface Topic {
        void add(Windows windows, Facts.Builder facts) throws IOException;
    }

    /** Reads a value that is always there once its place can be read. */
    @FunctionalInterface
    interface Reading<T> {
        T value() throws IOException;
    }

    /** A fact that takes more than one look; damage makes it unknown. */
    static <T> void look(Facts.Builder facts, FactName<T> name, String source, Reading<T> reading) throws IOException {
        try {
            facts.known(name, reading.value(), source);
        } catch (BadImageException e) {
            facts.unknown(name, source + " cannot be read: " + e.reason());
        }
    }

    /** The same for a key of the registry that every Windows has: without it the fact is unknown. */
    <T> void lookAt(Facts.Builder facts, FactName<T> name, String key, Reading<T> reading) throws IOException {
        look(facts, name, key, reading, true);
    }

    /** The same for a key that there may be or not: either is an answer. */
    <T> void lookFor(Facts.Builder facts, FactName<T> name, String key, Reading<T> reading) throws IOException {
        look(facts, name, key, reading, false);
    }

    private <T> void look(Facts.Builder facts, FactName<T> name, String key, Reading<T> reading, boolean required)
            throws IOException {
        try {
            boolean exists = registry.key(key).isPresent();
            if (required && !exists) {
                facts.unknown(name, registry.name(key) + " is not there");
            } else {
                facts.known(name, reading.value(), registry.name(key) + (exists ? "" : " is not there"));
            }
        } catch (BadImageException e) {
            facts.unknown(name, registry.name(key) + " cannot be read: " + e.reason());
        }
    }
}
