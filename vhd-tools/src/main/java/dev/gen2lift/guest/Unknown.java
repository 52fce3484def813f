package dev.gen2lift.guest;

import java.util.Objects;

/**
 * A fact that could not be established.
 *
 * @param reason why not
 */
public record Unknown<T>(String reason) implements Fact<T> {

    public Unknown {
        Objects.requireNonNull(reason);
    }

    @Override
    public String explanation() {
        return reason;
    }
}
