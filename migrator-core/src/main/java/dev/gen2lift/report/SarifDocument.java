package dev.gen2lift.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SARIF 2.1.0 (OASIS), as much of it as an assessment has to say; each record is named after the standard's object. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record SarifDocument(@JsonProperty("$schema") String schema, String version, List<Run> runs) {

    static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** Names of files are relative to the folder that the assessment ran in. */
    record Run(Tool tool, List<Invocation> invocations, String columnKind, List<Result> results) {}

    record Tool(Driver driver) {}

    record Driver(String name, List<ReportingDescriptor> rules) {}

    record ReportingDescriptor(
            String id,
            Message shortDescription,
            Message fullDescription,
            Message help,
            String helpUri,
            Configuration defaultConfiguration) {}

    record Configuration(String level) {}

    record Invocation(boolean executionSuccessful, Instant endTimeUtc) {}

    record Message(String text) {}

    /** @param baselineState "new", "unchanged" or "absent"; left out where nothing was compared */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Result(
            String ruleId,
            int ruleIndex,
            String level,
            Message message,
            List<Location> locations,
            Map<String, String> partialFingerprints,
            Optional<String> baselineState,
            Optional<ResultProperties> properties) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Location(Optional<PhysicalLocation> physicalLocation, List<LogicalLocation> logicalLocations) {}

    record PhysicalLocation(ArtifactLocation artifactLocation) {}

    record ArtifactLocation(String uri) {}

    record LogicalLocation(String name, String kind) {}

    /** The property bag of a result: what the standard has no place for. */
    record ResultProperties(
            String vm,
            String subject,
            String evidence,
            Severity severity,
            boolean decided,
            String remedy,
            Remedy.Shell remedyShell) {}
}
