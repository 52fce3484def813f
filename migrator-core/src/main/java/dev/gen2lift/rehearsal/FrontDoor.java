package dev.gen2lift.rehearsal;

import dev.gen2lift.rehearsal.blob.BlobStore;
import dev.gen2lift.rehearsal.identity.TokenEndpoint;
import dev.gen2lift.rehearsal.server.Exchange;
import dev.gen2lift.rehearsal.server.RequestFilter;
import dev.gen2lift.rehearsal.server.Responder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells by the path which service a request is for, and lets it meet its fault first. */
final class FrontDoor implements Responder {

    private final RequestFilter filter;
    private final TokenEndpoint tokens;
    private final Responder arm;
    private final Responder blobService;
    private final BlobStore blobs;

    FrontDoor(RequestFilter filter, TokenEndpoint tokens, Responder arm, Responder blobService, BlobStore blobs) {
        this.filter = filter;
        this.tokens = tokens;
        this.arm = arm;
        this.blobService = blobService;
        this.blobs = blobs;
    }

    @Override
    public void respond(Exchange exchange) throws IOException {
        Responder service = serviceFor(exchange);
        Optional<RequestFilter.Fault> fault =
                filter.meet(new RequestFilter.Request(exchange.method(), exchange.rawPath(), exchange.rawQuery()));
        if (fault.isPresent()) {
            sleep(fault.get());
            if (fault.get().status() != 0) {
                service.refuse(exchange, fault.get().status(), fault.get().code(), "A fault of the rehearsal.");
                return;
            }
        }
        service.respond(exchange);
    }

    private Responder serviceFor(Exchange exchange) {
        if (exchange.segments().isEmpty()) {
            return new Nowhere();
        }
        String first = exchange.segments().get(0);
        if (first.equalsIgnoreCase("subscriptions")) {
            return arm;
        }
        if (TokenEndpoint.serves(exchange)) {
            return tokens;
        }
        // A disk's account goes with the disk; who still writes to it is to hear the storage service's own refusal.
        return blobs.hasAccount(first) || first.startsWith("md-") ? blobService : new Nowhere();
    }

    private static void sleep(RequestFilter.Fault fault) throws IOException {
        try {
            Thread.sleep(fault.delay().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a request was held", e);
        }
    }

    @Override
    public void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        serviceFor(exchange).refuse(exchange, status, code, message);
    }

    private static final class Nowhere implements Responder {

        @Override
        public void respond(Exchange exchange) throws IOException {
            refuse(exchange, 404, "NotFound", "The rehearsal cloud has nothing at " + exchange.rawPath() + ".");
        }

        @Override
        public void refuse(Exchange exchange, int status, String code, String message) throws IOException {
            exchange.send(status, "text/plain", (code + ": " + message + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
