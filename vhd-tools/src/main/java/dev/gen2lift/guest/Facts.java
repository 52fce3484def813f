package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was looked for in a guest, and what came of it, in the order in which it was looked for. */
public final class Facts {

    public static final Facts NONE = builder().build();

    private final Map<FactName<?>, Fact<?>> facts;

    private Facts(Map<FactName<?>, Fact<?>> facts) {
        this.facts = facts;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The fact; unknown where nobody has looked for it. */
    @SuppressWarnings("unchecked") // a builder takes only values of the name's type
    public <T> Fact<T> get(FactName<T> name) {
        Fact<?> fact = facts.get(name);
        return fact == null ? Fact.unknown("not looked for") : (Fact<T>) fact;
    }

    /** All of them by the names of documents. */
    public Map<String, Fact<?>> byId() {
        Map<String, Fact<?>> byId = new LinkedHashMap<>();
        facts.forEach((name, fact) -> byId.put(name.id(), fact));
        return byId;
    }

    /** Collects facts; for one thread. */
    public static final class Builder {

        private final Map<FactName<?>, Fact<?>> facts = new LinkedHashMap<>();

        private Builder() {}

        public <T> Builder put(FactName<T> name, Fact<T> fact) {
            facts.put(name, fact);
            return this;
        }

        /** @param source where it was seen, as a short clause */
        public <T> Builder known(FactName<T> name, T value, String source) {
            return put(name, Fact.known(value, source));
        }

        /** @param reason why it could not be established, as a short clause */
        public <T> Builder unknown(FactName<T> name, String reason) {
            return put(name, Fact.unknown(reason));
        }

        /**
         * Looks for a fact at one place. What is damaged there makes the fact unknown, as does a value that is not there.
         *
         * @param source the place, as a short clause
         * @throws IOException where the storage below failed
         */
        public <T> Builder look(FactName<T> name, String source, Look<T> look) throws IOException {
            try {
                return put(
                        name,
                        look.value()
                                .<Fact<T>>map(value -> Fact.known(value, source))
                                .orElseGet(() -> Fact.unknown(source + " is not there")));
            } catch (BadImageException e) {
                return unknown(name, source + " cannot be read: " + e.reason());
            }
        }

        public Builder addAll(Facts others) {
            facts.putAll(others.facts);
            return this;
        }

        public Facts build() {
            return new Facts(new LinkedHashMap<>(facts));
        }
    }

    /** Reads a value from a guest. */
    @FunctionalInterface
    public interface Look<T> {

        /** The value; empty where there is none. */
        Optional<T> value() throws IOException;
    }
}
