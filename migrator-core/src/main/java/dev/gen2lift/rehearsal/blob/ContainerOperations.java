package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.server.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Containers: create, look at, list, delete. Creating takes a token, as no service SAS permits it. */
final class ContainerOperations {

    private static final int MAX_LISTED = 5000;

    private final BlobStore store;

    ContainerOperations(BlobStore store) {
        this.store = store;
    }

    void create(BlobCall call) throws IOException, BlobFailure {
        call.storageOnly("Create Container");
        call.require("*");
        if (!Container.isName(call.containerName())) {
            throw new BlobFailure(
                    400, "InvalidResourceName", "The specifed resource name contains invalid characters.");
        }
        if (!store.createContainer(call.account(), call.containerName())) {
            throw BlobErrors.containerExists();
        }
        replyVersion(call, call.container());
        call.exchange().send(201);
    }

    void properties(BlobCall call) throws IOException, BlobFailure {
        call.require("*");
        replyVersion(call, call.container());
        call.exchange().send(200);
    }

    void delete(BlobCall call) throws IOException, BlobFailure {
        call.storageOnly("Delete Container");
        call.require("*");
        store.deleteContainer(call.account(), call.container());
        call.exchange().send(202);
    }

    void listContainers(BlobCall call) throws IOException, BlobFailure {
        call.require("*");
        Exchange exchange = call.exchange();
        exchange.send(
                200,
                BlobXml.CONTENT_TYPE,
                BlobXml.containers(endpoint(call), call.account().containers().values()));
    }

    void listBlobs(BlobCall call) throws IOException, BlobFailure {
        call.require("l");
        Exchange exchange = call.exchange();
        Container container = call.container();
        String prefix = exchange.query("prefix").orElse("");
        String marker = exchange.query("marker").orElse("");
        Map<String, PageBlob> listed = new LinkedHashMap<>();
        Optional<String> next = Optional.empty();
        for (Map.Entry<String, PageBlob> entry :
                container.blobs().tailMap(marker).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                continue;
            }
            if (listed.size() == max(exchange)) {
                next = Optional.of(entry.getKey());
                break;
            }
            listed.put(entry.getKey(), entry.getValue());
        }
        exchange.send(200, BlobXml.CONTENT_TYPE, BlobXml.blobs(endpoint(call), container, listed, next));
    }

    private static int max(Exchange exchange) throws BlobFailure {
        String text = exchange.query("maxresults").orElse(Integer.toString(MAX_LISTED));
        try {
            return Math.max(1, Math.min(MAX_LISTED, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            throw BlobErrors.invalidQuery("maxresults", text);
        }
    }

    private static String endpoint(BlobCall call) {
        return call.exchange().origin() + "/" + call.account().name() + "/";
    }

    private static void replyVersion(BlobCall call, Container container) {
        call.exchange().reply("ETag", container.etag());
        call.exchange().reply("Last-Modified", HttpTime.of(container.created()));
    }
}
