package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.server.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a request goes, by ARM's path grammar; segments that are not names are compared without regard to case. */
public final class ArmRoutes {

    private final String subscription;
    private final String tenant;
    private final Operations operations;
    private final ResourceStore store;
    private final ResourceGroups groups;
    private final Map<String, ResourceKind> kinds = new HashMap<>();
    private final Map<String, Catalogue> catalogues = new HashMap<>();

    /** A read-only collection of the subscription, such as the list of sizes; {@code filter} is {@code $filter} or empty. */
    public interface Catalogue {
        List<? extends JsonNode> list(String filter);
    }

    public ArmRoutes(String tenant, String subscription, ResourceStore store, Operations operations) {
        this.tenant = tenant;
        this.subscription = subscription;
        this.operations = operations;
        this.store = store;
        this.groups = new ResourceGroups(store, operations, this::kind);
    }

    public ArmRoutes with(ResourceKind kind) {
        kinds.put(kind.type().toLowerCase(Locale.ROOT), kind);
        return this;
    }

    public ArmRoutes with(String type, Catalogue catalogue) {
        catalogues.put(type.toLowerCase(Locale.ROOT), catalogue);
        return this;
    }

    private Optional<ResourceKind> kind(String type) {
        return Optional.ofNullable(kinds.get(type.toLowerCase(Locale.ROOT)));
    }

    private ResourceKind required(String type) throws ArmFailure {
        return kind(type).orElseThrow(() -> ArmErrors.typeUnknown(type));
    }

    ArmReply answer(Exchange exchange, ObjectNode body, String version) throws ArmFailure, IOException {
        List<String> path = exchange.segments();
        if (path.size() == 1) {
            get(exchange);
            return ArmReply.list(List.of(subscription()));
        }
        if (!path.get(1).equalsIgnoreCase(subscription)) {
            throw ArmErrors.subscriptionNotFound(path.get(1));
        }
        if (path.size() == 2) {
            get(exchange);
            return ArmReply.ok(subscription());
        }
        return switch (path.get(2).toLowerCase(Locale.ROOT)) {
            case "locations" -> locations();
            case "operations" -> operations.status(name(path, 3));
            case "operationresults" ->
                operations.result(name(path, 3), exchange.origin() + exchange.rawPath() + "?" + exchange.rawQuery());
            case "resources" -> resources(exchange, Optional.empty());
            case "providers" -> provider(exchange, path);
            case "resourcegroups" -> group(exchange, path, body, version);
            default -> throw ArmErrors.pathUnknown(exchange.rawPath());
        };
    }

    private ArmReply resources(Exchange exchange, Optional<String> group) throws ArmFailure {
        get(exchange);
        ResourceFilter filter = ResourceFilter.parse(exchange.query("$filter").orElse(""));
        return ArmReply.list(
                store.resources(group).stream().filter(filter::matches).toList());
    }

    private static String name(List<String> path, int index) throws ArmFailure {
        if (path.size() != index + 1) {
            throw ArmErrors.pathUnknown("/" + String.join("/", path));
        }
        return path.get(index);
    }

    private static void get(Exchange exchange) throws ArmFailure {
        if (!exchange.method().equals("GET")) {
            throw ArmErrors.methodNotAllowed(exchange.method());
        }
    }

    private ArmReply provider(Exchange exchange, List<String> path) throws ArmFailure {
        if (path.size() == 4 || path.size() == 5 && path.get(4).equalsIgnoreCase("register")) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("id", "/subscriptions/" + subscription + "/providers/" + path.get(3));
            document.put("namespace", path.get(3));
            document.put("registrationState", "Registered");
            return ArmReply.ok(document);
        }
        if (path.size() != 5) {
            throw ArmErrors.pathUnknown(exchange.rawPath());
        }
        get(exchange);
        String type = path.get(3) + "/" + path.get(4);
        Catalogue catalogue = catalogues.get(type.toLowerCase(Locale.ROOT));
        return ArmReply.list(
                catalogue != null
                        ? catalogue.list(exchange.query("$filter").orElse(""))
                        : required(type).list(Optional.empty()));
    }

    private ArmReply group(Exchange exchange, List<String> path, ObjectNode body, String version)
            throws ArmFailure, IOException {
        if (path.size() == 3) {
            get(exchange);
            return groups.list();
        }
        String group = path.get(3);
        if (path.size() == 4) {
            return switch (exchange.method()) {
                case "PUT" -> groups.put(subscription, group, body);
                case "PATCH" -> groups.patch(subscription, group, body);
                case "GET" -> ArmReply.ok(groups.require(subscription, group));
                case "HEAD" ->
                    ArmReply.empty(
                            store.find(ResourceStore.groupKey(subscription, group))
                                            .isPresent()
                                    ? 204
                                    : 404);
                case "DELETE" -> groups.delete(subscription, group, exchange.origin(), version);
                default -> throw ArmErrors.methodNotAllowed(exchange.method());
            };
        }
        String spelled = groups.require(subscription, group).path("name").asText();
        if (path.size() == 5 && path.get(4).equalsIgnoreCase("resources")) {
            return resources(exchange, Optional.of(spelled));
        }
        if (path.size() < 7 || !path.get(4).equalsIgnoreCase("providers")) {
            throw ArmErrors.pathUnknown(exchange.rawPath());
        }
        if (path.size() == 7) {
            get(exchange);
            return ArmReply.list(required(path.get(5) + "/" + path.get(6)).list(Optional.of(spelled)));
        }
        return resource(exchange, path, body, version, spelled);
    }

    private ArmReply resource(Exchange exchange, List<String> path, ObjectNode body, String version, String group)
            throws ArmFailure, IOException {
        boolean whole = path.size() % 2 == 0;
        ResourceId given = ResourceId.of(whole ? path : path.subList(0, path.size() - 1))
                .orElseThrow(() -> ArmErrors.pathUnknown(exchange.rawPath()));
        ResourceKind kind = required(given.type());
        ArmRequest request = new ArmRequest(
                exchange.method(),
                given.spelled(group, kind.type()),
                body,
                exchange.origin(),
                version,
                exchange.query("$expand").orElse(""));
        if (!whole) {
            String last = path.get(path.size() - 1);
            Optional<ResourceKind> children = kind(given.type() + "/" + last);
            if (children.isPresent() && exchange.method().equals("GET")) {
                return ArmReply.list(children.get().listOf(request.id()));
            }
            return kind.action(request, last);
        }
        return switch (exchange.method()) {
            case "PUT" -> kind.put(request);
            case "PATCH" -> kind.patch(request);
            case "GET", "HEAD" -> kind.get(request);
            case "DELETE" -> kind.delete(request);
            default -> throw ArmErrors.methodNotAllowed(exchange.method());
        };
    }

    private ObjectNode subscription() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", "/subscriptions/" + subscription);
        document.put("subscriptionId", subscription);
        document.put("tenantId", tenant);
        document.put("displayName", "Rehearsal");
        document.put("state", "Enabled");
        return document;
    }

    private ArmReply locations() {
        List<ObjectNode> found = new ArrayList<>();
        for (String name : Locations.names()) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("id", "/subscriptions/" + subscription + "/locations/" + name);
            document.put("name", name);
            document.put("displayName", name);
            found.add(document);
        }
        return ArmReply.list(found);
    }
}
