package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.Locations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of virtual machines and disks that the rehearsal cloud sells, the same in every region, from the resource
 * {@code sizes.json}: a few of Azure's, chosen so that every rule about sizes has one on either side.
 */
public final class VmSizes {

    public static final String SKUS_TYPE = "Microsoft.Compute/skus";

    private static final Pattern LOCATION_FILTER = Pattern.compile("location eq '([^']*)'");
    private static final Map<String, VmSize> SIZES = new LinkedHashMap<>();
    private static final List<ObjectNode> SKUS = new ArrayList<>();

    static {
        load();
    }

    /** A size and its capabilities by name, as the SKU list gives them. */
    record VmSize(String name, Map<String, String> capabilities) {

        String get(String capability) {
            return capabilities.getOrDefault(capability, "");
        }

        int number(String capability) {
            return Integer.parseInt(capabilities.getOrDefault(capability, "0"));
        }

        boolean is(String capability) {
            return get(capability).equalsIgnoreCase("True");
        }

        /** Whether one of a capability's comma-separated values is {@code value}. */
        boolean has(String capability, String value) {
            return List.of(get(capability).split(",\\s*")).stream().anyMatch(value::equalsIgnoreCase);
        }
    }

    private VmSizes() {}

    private static void load() {
        try (InputStream in = VmSizes.class.getResourceAsStream("sizes.json")) {
            if (in == null) {
                throw new IllegalStateException("sizes.json is missing from the jar");
            }
            JsonNode root = new ObjectMapper().readTree(in);
            for (JsonNode entry : root.path("virtualMachines")) {
                Map<String, String> capabilities = new LinkedHashMap<>();
                entry.path("capabilities")
                        .properties()
                        .forEach(capability -> capabilities.put(
                                capability.getKey(), capability.getValue().asText()));
                VmSize size = new VmSize(entry.path("name").asText(), capabilities);
                SIZES.put(size.name().toLowerCase(Locale.ROOT), size);
                SKUS.add(sku("virtualMachines", entry));
            }
            root.path("disks").forEach(entry -> SKUS.add(sku("disks", entry)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode sku(String type, JsonNode entry) {
        ObjectNode sku = JsonNodeFactory.instance.objectNode();
        sku.put("resourceType", type);
        for (String field : List.of("name", "tier", "size", "family")) {
            if (entry.has(field)) {
                sku.set(field, entry.get(field));
            }
        }
        ArrayNode capabilities = sku.putArray("capabilities");
        entry.path("capabilities")
                .properties()
                .forEach(capability -> capabilities
                        .addObject()
                        .put("name", capability.getKey())
                        .put("value", capability.getValue().asText()));
        return sku;
    }

    static List<String> names() {
        return SIZES.values().stream().map(VmSize::name).toList();
    }

    static Optional<VmSize> find(String name) {
        return Optional.ofNullable(SIZES.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The SKU list for {@code $filter=location eq '...'}, or of every region where there is no filter. */
    public static List<ObjectNode> skus(String filter) {
        Matcher matcher = LOCATION_FILTER.matcher(filter);
        List<String> locations = matcher.find() ? List.of(Locations.normal(matcher.group(1))) : Locations.names();
        List<ObjectNode> found = new ArrayList<>();
        for (String location : locations) {
            if (!Locations.names().contains(location)) {
                continue;
            }
            for (ObjectNode sku : SKUS) {
                ObjectNode here = sku.deepCopy();
                here.putArray("locations").add(location);
                here.putArray("locationInfo")
                        .addObject()
                        .put("location", location)
                        .putArray("zones");
                here.putArray("restrictions");
                found.add(here);
            }
        }
        return found;
    }
}
