package dev.gen2lift.guest;

import java.util.Objects;

/**
 * An established fact.
 *
 * @param source where it was seen
 */
public record Known<T>(T value, String source) implements Fact<T> {

    public Known {
        Objects.requireNonNull(value);
        Objects.requireNonNull(source);
    }

    @Override
    public String explanation() {
        return source;
    }
}
