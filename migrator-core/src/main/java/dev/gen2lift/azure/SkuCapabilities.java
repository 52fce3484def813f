package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.models.ResourceSkuCapabilities;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a resource SKU says that it can do. */
final class SkuCapabilities {

    private SkuCapabilities() {}

    /** The values by the capabilities' names in lower case, which Azure spells in several ways. */
    static Map<String, String> of(ResourceSkuInner sku) {
        Map<String, String> byName = new HashMap<>();
        if (sku.capabilities() != null) {
            for (ResourceSkuCapabilities each : sku.capabilities()) {
                if (each.name() != null && each.value() != null) {
                    byName.put(each.name().toLowerCase(Locale.ROOT), each.value());
                }
            }
        }
        return byName;
    }
}
