package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fact that is one value of the registry.
 *
 * @param places where it lies, the first that exists counts: a policy in front of the setting that it overrides
 * @param absent what it means that the value is nowhere
 */
record ValueFact<T>(FactName<T> name, List<Place> places, Reading<T> reading, Optional<Absent<T>> absent) {

    /** A value's key and name. */
    record Place(String key, String value) {
        String name(WindowsRegistry registry) {
            return registry.name(key) + " " + (value.isEmpty() ? "(default)" : value);
        }
    }

    /** @param meaning why, as a short clause */
    record Absent<T>(T value, String meaning) {}

    /** How a value is understood. */
    @FunctionalInterface
    interface Reading<T> {
        T of(RegistryValue value) throws IOException;
    }

    static ValueFact<Long> number(FactName<Long> name, String key, String value) {
        return of(name, key, value, RegistryValue::number);
    }

    static ValueFact<Boolean> flag(FactName<Boolean> name, String key, String value) {
        return of(name, key, value, each -> each.number() != 0);
    }

    static ValueFact<String> text(FactName<String> name, String key, String value) {
        return of(name, key, value, RegistryValue::text);
    }

    static ValueFact<List<String>> texts(FactName<List<String>> name, String key, String value) {
        return of(name, key, value, RegistryValue::texts);
    }

    static <T> ValueFact<T> of(FactName<T> name, String key, String value, Reading<T> reading) {
        return new ValueFact<>(name, List.of(new Place(key, value)), reading, Optional.empty());
    }

    /** The same, unless there is a value at a place that counts for more. */
    ValueFact<T> overriddenBy(String key, String value) {
        List<Place> all = new ArrayList<>(List.of(new Place(key, value)));
        all.addAll(places);
        return new ValueFact<>(name, List.copyOf(all), reading, absent);
    }

    ValueFact<T> whenAbsent(T value, String meaning) {
        return new ValueFact<>(name, places, reading, Optional.of(new Absent<>(value, meaning)));
    }

    static void addAll(List<ValueFact<?>> table, WindowsRegistry registry, Facts.Builder facts) throws IOException {
        for (ValueFact<?> each : table) {
            each.add(registry, facts);
        }
    }

    private void add(WindowsRegistry registry, Facts.Builder facts) throws IOException {
        facts.put(name, read(registry));
    }

    Fact<T> read(WindowsRegistry registry) throws IOException {
        Place last = places.get(places.size() - 1);
        for (Place place : places) {
            try {
                Optional<RegistryValue> value = registry.value(place.key, place.value);
                if (value.isPresent()) {
                    return Fact.known(reading.of(value.get()), place.name(registry));
                }
            } catch (BadImageException e) {
                return Fact.unknown(place.name(registry) + " cannot be read: " + e.reason());
            }
        }
        return absent.<Fact<T>>map(
                        each -> Fact.known(each.value, last.name(registry) + " is not there: " + each.meaning))
                .orElseGet(() -> Fact.unknown(last.name(registry) + " is not there"));
    }
}
