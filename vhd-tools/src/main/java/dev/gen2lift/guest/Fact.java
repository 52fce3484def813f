package dev.gen2lift.guest;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Something about a machine or its guest that either could be established or could not. What could not is never taken for "fine".
 *
 * @param <T> what is known
 */
public sealed interface Fact<T> permits Known, Unknown {

    /** @param source where it was seen, as a short clause */
    static <T> Fact<T> known(T value, String source) {
        return new Known<>(value, source);
    }

    /** @param reason why it could not be established, as a short clause */
    static <T> Fact<T> unknown(String reason) {
        return new Unknown<>(reason);
    }

    /** The value, empty where it is unknown. */
    default Optional<T> asOptional() {
        return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
    }

    /** Whether the value is known and equal to {@code expected}. */
    default boolean is(T expected) {
        return asOptional().filter(Predicate.isEqual(expected)).isPresent();
    }

    /** How the value, or its absence, came about. */
    String explanation();
}
