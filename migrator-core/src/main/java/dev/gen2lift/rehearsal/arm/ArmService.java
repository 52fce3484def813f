package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.identity.Tokens;
import dev.gen2lift.rehearsal.server.Exchange;
import dev.gen2lift.rehearsal.server.Responder;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Azure Resource Manager: authenticates, addresses, answers, one request at a time; nothing here takes long. Where a
 * request goes is {@link ArmRoutes}' business.
 */
public final class ArmService implements Responder {

    private static final int MAX_BODY = 4 << 20;
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    private final ObjectMapper json = new ObjectMapper();
    private final ReentrantLock lock = new ReentrantLock();
    private final Tokens tokens;
    private final ResourceStore store;
    private final ArmRoutes routes;
    private final Recorder recorder;

    public ArmService(Tokens tokens, ResourceStore store, ArmRoutes routes, Recorder recorder) {
        this.tokens = tokens;
        this.store = store;
        this.routes = routes;
        this.recorder = recorder;
    }

    @Override
    public void respond(Exchange exchange) throws IOException {
        replyCommon(exchange);
        ObjectNode body = json.createObjectNode();
        ArmReply reply;
        try {
            authenticate(exchange);
            body = body(exchange);
            String version = exchange.query("api-version").orElseThrow(ArmErrors::apiVersionMissing);
            if (!version.matches("\\d{4}-\\d\\d-\\d\\d(-preview)?")) {
                throw ArmErrors.apiVersionInvalid(version);
            }
            reply = locked(exchange, body, version);
        } catch (ArmFailure e) {
            reply = new ArmReply(e.status(), Map.of(), Optional.of(error(e.code(), e.text())));
        }
        send(exchange, body, reply);
    }

    private ArmReply locked(Exchange exchange, ObjectNode body, String version) throws ArmFailure, IOException {
        lock.lock();
        try {
            ArmReply reply = routes.answer(exchange, body, version);
            // Documents are live: what is sent must not change once the lock is gone.
            return new ArmReply(reply.status(), reply.headers(), reply.body().map(JsonNode::deepCopy));
        } finally {
            if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
                store.save();
            }
            lock.unlock();
        }
    }

    /** Runs {@code view} while no request changes anything. */
    public <T> T read(java.util.function.Supplier<T> view) {
        lock.lock();
        try {
            return view.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code change} while no request is answered, and writes down what it changed. */
    public <T> T change(java.util.function.Supplier<T> change) throws IOException {
        lock.lock();
        try {
            return change.get();
        } finally {
            store.save();
            lock.unlock();
        }
    }

    private void authenticate(Exchange exchange) throws ArmFailure {
        String header = exchange.header("Authorization").orElseThrow(ArmErrors::authenticationMissing);
        if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            throw ArmErrors.authenticationMissing();
        }
        switch (tokens.judge(header.substring(7).strip())) {
            case EXPIRED -> throw ArmErrors.tokenExpired();
            case FORGED -> throw ArmErrors.tokenInvalid();
            case VALID -> {}
        }
    }

    private ObjectNode body(Exchange exchange) throws ArmFailure, IOException {
        byte[] bytes = exchange.body(MAX_BODY);
        if (bytes.length == 0) {
            return json.createObjectNode();
        }
        try {
            if (json.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw ArmErrors.contentInvalid("an object is expected");
        } catch (JsonProcessingException e) {
            throw ArmErrors.contentInvalid(e.getOriginalMessage());
        }
    }

    private static void replyCommon(Exchange exchange) {
        String id = UUID.randomUUID().toString();
        exchange.reply("x-ms-request-id", id);
        exchange.reply("x-ms-correlation-request-id", id);
        exchange.reply("Cache-Control", "no-cache");
        exchange.header("x-ms-client-request-id").ifPresent(own -> exchange.reply("x-ms-client-request-id", own));
    }

    private void send(Exchange exchange, ObjectNode body, ArmReply reply) throws IOException {
        recorder.record(exchange.method(), exchange.rawPath(), exchange.rawQuery(), body, reply);
        reply.headers().forEach(exchange::reply);
        if (reply.status() == 401) {
            exchange.reply("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
        if (reply.body().isPresent()) {
            exchange.send(
                    reply.status(),
                    JSON_TYPE,
                    json.writeValueAsBytes(reply.body().get()));
        } else {
            exchange.send(reply.status());
        }
    }

    @Override
    public void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        exchange.send(status, JSON_TYPE, json.writeValueAsBytes(error(code, message)));
    }

    private ObjectNode error(String code, String message) {
        ObjectNode document = json.createObjectNode();
        document.putObject("error").put("code", code).put("message", message);
        return document;
    }
}
