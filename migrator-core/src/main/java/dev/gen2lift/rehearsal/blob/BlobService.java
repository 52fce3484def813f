package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.identity.Tokens;
import dev.gen2lift.rehearsal.server.Exchange;
import dev.gen2lift.rehearsal.server.Responder;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The Blob service, path style: {@code /<account>[/<container>[/<blob>]]}. Authenticates, then hands on. */
public final class BlobService implements Responder {

    private static final String DEFAULT_VERSION = "2020-12-06";

    private final BlobStore store;
    private final BlobAccess access;
    private final ContainerOperations containers;
    private final BlobOperations blobs;
    private final PageOperations pages = new PageOperations();

    public BlobService(BlobStore store, Tokens tokens, InstantSource clock) {
        this.store = store;
        this.access = new BlobAccess(tokens, clock);
        this.containers = new ContainerOperations(store);
        this.blobs = new BlobOperations(store);
    }

    @Override
    public void respond(Exchange exchange) throws IOException {
        try {
            replyCommon(exchange);
            List<String> segments = exchange.segments();
            Account account = store.account(segments.get(0)).orElseThrow(BlobErrors::resourceNotFound);
            String container = segments.size() > 1 ? segments.get(1) : "";
            String blob = segments.size() > 2 ? String.join("/", segments.subList(2, segments.size())) : "";
            BlobCall call = new BlobCall(
                    exchange, account, container, blob, access.permissions(exchange, account, container, blob));
            if (!blob.isEmpty()) {
                blob(call);
            } else if (!container.isEmpty()) {
                container(call);
            } else if (exchange.method().equals("GET") && call.comp().equals("list")) {
                containers.listContainers(call);
            } else {
                throw BlobErrors.notImplemented("this operation on an account");
            }
        } catch (BlobFailure e) {
            refuse(exchange, e.status(), e.code(), e.text(), e.details());
        }
    }

    private static void replyCommon(Exchange exchange) throws BlobFailure {
        exchange.reply("x-ms-request-id", UUID.randomUUID().toString());
        exchange.header("x-ms-client-request-id").ifPresent(id -> exchange.reply("x-ms-client-request-id", id));
        String version =
                exchange.header("x-ms-version").or(() -> exchange.query("sv")).orElse(DEFAULT_VERSION);
        if (!version.matches("\\d{4}-\\d\\d-\\d\\d")) {
            throw BlobErrors.invalidHeader("x-ms-version", version);
        }
        exchange.reply("x-ms-version", version);
    }

    private void container(BlobCall call) throws IOException, BlobFailure {
        if (!call.exchange().query("restype").orElse("").equals("container")) {
            throw BlobErrors.notImplemented("blobs in a root container");
        }
        switch (call.exchange().method() + " " + call.comp()) {
            case "PUT " -> containers.create(call);
            case "GET ", "HEAD ", "GET metadata", "HEAD metadata" -> containers.properties(call);
            case "DELETE " -> containers.delete(call);
            case "GET list" -> containers.listBlobs(call);
            default -> throw BlobErrors.notImplemented("comp=" + call.comp() + " on a container");
        }
    }

    private void blob(BlobCall call) throws IOException, BlobFailure {
        switch (call.exchange().method() + " " + call.comp()) {
            case "PUT " -> blobs.create(call);
            case "PUT page" -> pages.put(call);
            case "PUT properties" -> blobs.setProperties(call);
            case "PUT metadata" -> blobs.setMetadata(call);
            case "GET " -> pages.read(call);
            case "HEAD " -> blobs.properties(call);
            case "GET metadata", "HEAD metadata" -> blobs.metadata(call);
            case "GET pagelist" -> pages.ranges(call);
            case "DELETE " -> blobs.delete(call);
            default ->
                throw call.comp().isEmpty()
                        ? BlobErrors.unsupportedVerb()
                        : BlobErrors.notImplemented("comp=" + call.comp() + " on a blob");
        }
    }

    @Override
    public void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        refuse(exchange, status, code, message, Map.of());
    }

    private static void refuse(Exchange exchange, int status, String code, String message, Map<String, String> details)
            throws IOException {
        exchange.reply("x-ms-error-code", code);
        if (status == 401) {
            exchange.reply("WWW-Authenticate", "Bearer resource_id=https://storage.azure.com");
        }
        if (status == 304) {
            exchange.send(304);
            return;
        }
        String text = message + "\nTime:" + Instant.now();
        exchange.send(status, BlobXml.CONTENT_TYPE, BlobXml.error(code, text, details));
    }
}
