package dev.gen2lift.guest;

/**
 * The name of a fact and the type of its value; each is one constant, beside the reader that establishes it.
 *
 * @param <T> what the value is: a string, boolean, number, a list or record of such
 */
public final class FactName<T> {

    private final String id;

    private FactName(String id) {
        this.id = id;
    }

    /** @param id as documents write it, in camel case; unique among all facts */
    public static <T> FactName<T> of(String id) {
        return new FactName<>(id);
    }

    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
