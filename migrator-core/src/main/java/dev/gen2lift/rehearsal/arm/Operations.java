package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Long-running operations (Azure Resource Manager, "Track asynchronous operations"). What an operation does is done when
 * the request is taken, but a client has to poll for the outcome, and sees it in progress until the time has passed that
 * it was told to wait. Where that time is zero, requests are answered with their outcome at once, as ARM allows: the SDK
 * takes a Retry-After of 0 for none and waits half a minute. Not kept over a restart.
 */
public final class Operations {

    private static final int KEPT = 1000;

    private final InstantSource clock;
    private final Duration retryAfter;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /** What an operation came to. */
    public sealed interface Outcome permits Done, Failed {}

    /** Success, with the document that the operation gives, if any. */
    public record Done(Optional<JsonNode> output) implements Outcome {}

    /** A failure that the service finds only while it works. */
    public record Failed(ArmFailure failure) implements Outcome {}

    private static final class Operation {
        private final Outcome outcome;
        private final String started;
        private final long due;

        Operation(Outcome outcome, String started, Duration takes) {
            this.outcome = outcome;
            this.started = started;
            this.due = System.nanoTime() + takes.toNanos();
        }

        boolean done() {
            return System.nanoTime() - due >= 0;
        }
    }

    public Operations(InstantSource clock, Duration retryAfter) {
        this.clock = clock;
        this.retryAfter = retryAfter;
    }

    /**
     * Answers a request whose work goes on.
     *
     * @param status 200, 201 or 202
     * @param body what to show of the resource now
     */
    public ArmReply begin(ArmRequest request, int status, Optional<JsonNode> body, Outcome outcome) throws ArmFailure {
        if (retryAfter.isZero()) {
            int now = status == 202 ? 200 : status;
            return outcome instanceof Done done ? new ArmReply(now, Map.of(), done.output()) : failure(outcome);
        }
        Map<String, String> headers = new LinkedHashMap<>(
                location(request.id().subscription(), request.origin(), request.apiVersion(), outcome));
        String result = headers.getOrDefault("Location", "");
        headers.put("Azure-AsyncOperation", result.replace("/operationresults/", "/operations/"));
        return new ArmReply(status, headers, body);
    }

    /** Answers a request whose work goes on and that is followed by its Location alone. */
    ArmReply beginAtLocation(String subscription, String origin, String apiVersion) {
        return retryAfter.isZero()
                ? ArmReply.empty(200)
                : new ArmReply(
                        202, location(subscription, origin, apiVersion, new Done(Optional.empty())), Optional.empty());
    }

    private static ArmReply failure(Outcome outcome) throws ArmFailure {
        if (outcome instanceof Failed failed) {
            throw failed.failure();
        }
        return ArmReply.empty(200);
    }

    private Map<String, String> location(String subscription, String origin, String apiVersion, Outcome outcome) {
        String id = UUID.randomUUID().toString();
        operations.put(id, new Operation(outcome, clock.instant().toString(), retryAfter));
        operations.keySet().stream()
                .limit(Math.max(0, operations.size() - KEPT))
                .toList()
                .forEach(operations::remove);
        String url =
                origin + "/subscriptions/" + subscription + "/operationresults/" + id + "?api-version=" + apiVersion;
        return Map.of("Location", url, "Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /** The document behind Azure-AsyncOperation. */
    ArmReply status(String id) throws ArmFailure {
        Operation operation = find(id);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("name", id);
        document.put("startTime", operation.started);
        if (!operation.done()) {
            document.put("status", "InProgress");
            return new ArmReply(
                    200, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())), Optional.of(document));
        }
        document.put("endTime", clock.instant().toString());
        if (operation.outcome instanceof Failed failed) {
            document.put("status", "Failed");
            document.putObject("error")
                    .put("code", failed.failure().code())
                    .put("message", failed.failure().text());
        } else if (operation.outcome instanceof Done done) {
            document.put("status", "Succeeded");
            done.output().ifPresent(output -> document.putObject("properties").set("output", output));
        }
        return ArmReply.ok(document);
    }

    /** The answer behind Location: 202 while the work goes on, then its result. */
    ArmReply result(String id, String self) throws ArmFailure {
        Operation operation = find(id);
        if (!operation.done()) {
            return new ArmReply(
                    202,
                    Map.of("Location", self, "Retry-After", Long.toString(retryAfter.toSeconds())),
                    Optional.empty());
        }
        return operation.outcome instanceof Done done && done.output().isPresent()
                ? ArmReply.ok(done.output().get())
                : failure(operation.outcome);
    }

    private Operation find(String id) throws ArmFailure {
        Operation operation = operations.get(id);
        if (operation == null) {
            throw new ArmFailure(404, "NotFound", "The operation '" + id + "' could not be found.");
        }
        return operation;
    }
}
