package dev.gen2lift.inventory.cim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of one machine or checkpoint, by class. */
final class CimSettings {

    private final Map<String, List<CimRow>> rows = new HashMap<>();

    void add(String className, CimRow row) {
        rows.computeIfAbsent(className, key -> new ArrayList<>()).add(row);
    }

    List<CimRow> of(String className) {
        return rows.getOrDefault(className, List.of());
    }

    Optional<CimRow> first(String className) {
        return of(className).stream().findFirst();
    }

    /** The first whose identifier begins with {@code prefix} and a backslash. */
    Optional<CimRow> below(String className, String prefix) {
        return of(className).stream()
                .filter(row -> row.id().startsWith(prefix + "\\"))
                .findFirst();
    }
}
