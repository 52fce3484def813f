package dev.gen2lift.report.baseline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Severity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what {@code assess --json} printed or {@code report.json} holds, token by token: the disks' documents, most of
 * its bytes, are passed over. A file that is something else ends in a {@link BaselineException}.
 */
public final class BaselineReader {

    static final String SCHEMA = "gen2lift.assess/1";

    private static final int MOST_MACHINES = 200_000;
    private static final int MOST_FINDINGS = 10_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private final JsonParser json;

    private BaselineReader(JsonParser json) {
        this.json = json;
    }

    /** @throws BaselineException where it is no report of an assessment; other exceptions mean that it cannot be read */
    public static Baseline read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser json = FACTORY.createParser(in)) {
            return new BaselineReader(json).document();
        } catch (JsonParseException | StreamConstraintsException e) {
            throw new BaselineException("no JSON that could be read: " + e.getOriginalMessage());
        }
    }

    private Baseline document() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BaselineException("no JSON object");
        }
        boolean known = false;
        Optional<Instant> assessedAt = Optional.empty();
        List<Baseline.Machine> machines = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "schema" -> {
                    String schema = text("schema");
                    if (!schema.equals(SCHEMA)) {
                        throw new BaselineException("its schema is not " + SCHEMA);
                    }
                    known = true;
                }
                case "assessedAt" -> assessedAt = time();
                case "vms" -> machines = machines();
                default -> json.skipChildren();
            }
        }
        if (!known || machines == null) {
            throw new BaselineException("not a document of " + SCHEMA);
        }
        return new Baseline(assessedAt, machines);
    }

    private List<Baseline.Machine> machines() throws IOException {
        beginArray("vms");
        List<Baseline.Machine> machines = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            if (machines.size() == MOST_MACHINES) {
                throw new BaselineException("more than " + MOST_MACHINES + " machines");
            }
            machines.add(machine());
        }
        endArray("vms");
        return machines;
    }

    private Baseline.Machine machine() throws IOException {
        String name = "";
        Readiness readiness = Readiness.UNKNOWN;
        String target = "";
        List<Baseline.FindingKey> findings = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = text("name");
                case "readiness" -> readiness = word(Readiness.values(), "readiness");
                case "target" -> target = target();
                case "findings" -> findings = findings();
                default -> json.skipChildren();
            }
        }
        return new Baseline.Machine(name, readiness, target, findings);
    }

    private String target() throws IOException {
        beginObject("target");
        String generation = "";
        String security = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "generation" -> generation = text("generation");
                case "securityType" -> security = text("securityType");
                default -> json.skipChildren();
            }
        }
        return generation + " " + security;
    }

    private List<Baseline.FindingKey> findings() throws IOException {
        beginArray("findings");
        List<Baseline.FindingKey> findings = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            if (findings.size() == MOST_FINDINGS) {
                throw new BaselineException("more than " + MOST_FINDINGS + " findings of one machine");
            }
            findings.add(finding());
        }
        endArray("findings");
        return findings;
    }

    private Baseline.FindingKey finding() throws IOException {
        String rule = "";
        Severity severity = Severity.INFO;
        String subject = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "rule" -> rule = text("rule");
                case "severity" -> severity = word(Severity.values(), "severity");
                case "subject" -> subject = text("subject");
                default -> json.skipChildren();
            }
        }
        return new Baseline.FindingKey(rule, severity, subject);
    }

    private Optional<Instant> time() throws IOException {
        try {
            return Optional.of(Instant.parse(text("assessedAt")));
        } catch (DateTimeException e) {
            throw new BaselineException("assessedAt is no time");
        }
    }

    private <E extends Enum<E>> E word(E[] values, String field) throws IOException {
        String word = text(field);
        return Arrays.stream(values)
                .filter(value ->
                        value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .findFirst()
                .orElseThrow(() -> new BaselineException("a " + field + " that is none"));
    }

    private String text(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new BaselineException(field + " is no text");
        }
        return json.getText();
    }

    private void beginObject(String field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new BaselineException(field + " is no object");
        }
    }

    private void beginArray(String field) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new BaselineException(field + " is no list");
        }
    }

    private void endArray(String field) throws IOException {
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new BaselineException(field + " holds something else than objects");
        }
    }
}
