package dev.gen2lift.guest.windows;

import java.util.Optional;

/**
 * A service or driver as the next start of Windows would find it.
 *
 * @param installed whether there is such a service at all
 * @param start when it is started; empty where the registry does not say
 * @param image its program, as the registry names it or, where it does not, as drivers are named by default
 * @param imageExists whether the program is there; empty where that cannot be told, as on another volume
 */
public record ServiceState(
        boolean installed, Optional<Start> start, Optional<String> image, Optional<Boolean> imageExists) {

    public static final ServiceState NOT_INSTALLED =
            new ServiceState(false, Optional.empty(), Optional.empty(), Optional.empty());

    /** When a service is started, in the order of the registry's numbers from 0. */
    public enum Start {
        BOOT,
        SYSTEM,
        AUTOMATIC,
        MANUAL,
        DISABLED;

        static Optional<Start> of(long number) {
            return number >= 0 && number < values().length ? Optional.of(values()[(int) number]) : Optional.empty();
        }
    }

    /** Whether it is known to be started then. */
    public boolean starts(Start when) {
        return start.filter(when::equals).isPresent();
    }
}
