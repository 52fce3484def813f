package dev.gen2lift.guest;

import java.util.Map;
import java.util.Optional;

/**
 * The installed system, as far as it could be seen. What is not known is absent, never guessed.
 *
 * @param facts further facts by name, in a stable order
 */
public record GuestFacts(
        Family family,
        Optional<String> product,
        Optional<String> version,
        Optional<String> build,
        Optional<String> edition,
        Optional<Architecture> architecture,
        Optional<String> hostName,
        Map<String, String> facts) {

    /** The family of operating systems. */
    public enum Family {
        WINDOWS,
        LINUX,
        UNKNOWN
    }

    public static final GuestFacts UNKNOWN = new GuestFacts(
            Family.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
}
