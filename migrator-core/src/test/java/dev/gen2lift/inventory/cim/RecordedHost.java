package dev.gen2lift.inventory.cim;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A host's answers, written down after the documentation of the classes: a Generation 2 machine with all that a migration
 * trips over and a checkpoint, and a plain one of Generation 1.
 */
public final class RecordedHost implements CimSource {

    private final Map<String, Map<String, List<Map<String, Object>>>> answers;

    public RecordedHost() throws IOException {
        try (InputStream in = Objects.requireNonNull(RecordedHost.class.getResourceAsStream("host.json"))) {
            answers = new ObjectMapper().readValue(in, new TypeReference<>() {});
        }
    }

    /** Instances as property maps; empty where the host has no such class. */
    public Optional<List<Map<String, Object>>> answer(String namespace, String className) {
        return Optional.ofNullable(answers.getOrDefault(namespace, Map.of()).get(className));
    }

    @Override
    public Optional<List<CimRow>> instances(String namespace, String className) {
        return answer(namespace, className)
                .map(rows -> rows.stream().map(CimRow::new).toList());
    }
}
