package dev.gen2lift.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictionsType;
import dev.gen2lift.assess.sizing.SizeCatalogue;
import dev.gen2lift.assess.sizing.VmSize;
import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes that a subscription may create VMs of in a region, as its resource SKUs say. */
public final class LiveSizes {

    private static final String RESOURCE_TYPE = "virtualMachines";
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    // Standard_D4ls_v5, Standard_M96s_2_v3, Standard_E4-2s_v5
    private static final Pattern NAME =
            Pattern.compile("Standard_([A-Z]+)[0-9]+(-[0-9]+)?([a-z]*)(?:_[0-9]+)?(?:_(v[0-9]+))?");

    private final AzureClients clients;

    public LiveSizes(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * Asks for the sizes of a region. Those of series that gen2lift knows come first, in its own order; the order of the
     * others is the answer's.
     *
     * @param region as Azure writes it, "westeurope", or as people do, "West Europe"
     */
    public SizeCatalogue in(String region) throws IOException {
        String location = ResourceNames.location(region);
        SizeCatalogue bundled = SizeCatalogue.bundled();
        List<VmSize> live = ArmCalls.call("VM sizes of " + location, () -> {
            List<VmSize> sizes = new ArrayList<>();
            for (ResourceSkuInner sku :
                    clients.compute().getResourceSkus().list("location eq '" + location + "'", null, Context.NONE)) {
                if (RESOURCE_TYPE.equalsIgnoreCase(sku.resourceType()) && !restricted(sku)) {
                    size(sku, bundled).ifPresent(sizes::add);
                }
            }
            return sizes;
        });
        List<VmSize> ordered = new ArrayList<>();
        bundled.sizes()
                .forEach(known -> live.stream()
                        .filter(size -> size.name().equalsIgnoreCase(known.name()))
                        .findFirst()
                        .ifPresent(ordered::add));
        live.stream().filter(size -> bundled.size(size.name()).isEmpty()).forEach(ordered::add);
        return new SizeCatalogue("the subscription's sizes in " + location, Optional.of(location), ordered);
    }

    private static boolean restricted(ResourceSkuInner sku) {
        return sku.restrictions() != null
                && sku.restrictions().stream().anyMatch(each -> each.type() == ResourceSkuRestrictionsType.LOCATION);
    }

    /** Empty for what has no processors or no readable name, such as sizes with fewer processors than they have. */
    private static Optional<VmSize> size(ResourceSkuInner sku, SizeCatalogue bundled) {
        Matcher name = NAME.matcher(String.valueOf(sku.name()));
        if (!name.matches() || name.group(2) != null) {
            return Optional.empty();
        }
        Map<String, String> has = SkuCapabilities.of(sku);
        long vcpus = number(has, "vcpus").orElse(0);
        long memory = gibibytes(has, "memorygb");
        if (vcpus < 1 || vcpus > Integer.MAX_VALUE || memory < 1) {
            return Optional.empty();
        }
        Optional<VmSize> known = bundled.size(sku.name());
        String family = name.group(1);
        String version = name.group(4) == null ? "" : name.group(4);
        return Optional.of(new VmSize(
                sku.name(),
                known.map(VmSize::series).orElse(family + name.group(3) + version),
                (int) vcpus,
                memory,
                (int) Math.min(number(has, "maxdatadiskcount").orElse(0), 1024),
                (int) Math.min(number(has, "maxnetworkinterfaces").orElse(1), 1024),
                number(has, "uncacheddiskiops"),
                number(has, "uncacheddiskbytespersecond"),
                generations(has.getOrDefault("hypervgenerations", "V1")),
                security(has),
                has.getOrDefault("cpuarchitecturetype", "x64").equalsIgnoreCase("Arm64")
                        ? Architecture.ARM64
                        : Architecture.X64,
                controllers(has.getOrDefault("diskcontrollertypes", "SCSI")),
                number(has, "maxresourcevolumemb").orElse(0) * MIB,
                isTrue(has, "acceleratednetworkingenabled"),
                isTrue(has, "premiumio"),
                family.equals("B"),
                known.flatMap(VmSize::retires)));
    }

    private static Set<Generation> generations(String values) {
        Set<Generation> generations = EnumSet.noneOf(Generation.class);
        for (String value : words(values)) {
            if (value.equalsIgnoreCase("V1")) {
                generations.add(Generation.V1);
            } else if (value.equalsIgnoreCase("V2")) {
                generations.add(Generation.V2);
            }
        }
        return generations;
    }

    /** Sizes for confidential VMs are for nothing else; Trusted Launch is on every other one of Generation 2. */
    private static Set<Security> security(Map<String, String> has) {
        String confidential = has.getOrDefault("confidentialcomputingtype", "");
        if (confidential.equalsIgnoreCase("SNP") || confidential.equalsIgnoreCase("TDX")) {
            return EnumSet.of(Security.CONFIDENTIAL);
        }
        boolean trusted =
                generations(has.getOrDefault("hypervgenerations", "V1")).contains(Generation.V2)
                        && !isTrue(has, "trustedlaunchdisabled");
        return trusted ? EnumSet.of(Security.STANDARD, Security.TRUSTED_LAUNCH) : EnumSet.of(Security.STANDARD);
    }

    private static Set<Controller> controllers(String values) {
        Set<Controller> controllers = EnumSet.noneOf(Controller.class);
        for (String value : words(values)) {
            for (Controller controller : Controller.values()) {
                if (value.equalsIgnoreCase(controller.name())) {
                    controllers.add(controller);
                }
            }
        }
        return controllers.isEmpty() ? EnumSet.of(Controller.SCSI) : controllers;
    }

    private static List<String> words(String values) {
        return Arrays.stream(values.split(",")).map(String::strip).toList();
    }

    private static boolean isTrue(Map<String, String> has, String name) {
        return "True".equalsIgnoreCase(has.get(name));
    }

    private static OptionalLong number(Map<String, String> has, String name) {
        String text = has.getOrDefault(name, "");
        return text.matches("[0-9]{1,15}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Sizes have as little as "0.75" GiB. */
    private static long gibibytes(Map<String, String> has, String name) {
        String text = has.getOrDefault(name, "");
        return text.matches("[0-9]{1,7}(\\.[0-9]{1,6})?")
                ? new BigDecimal(text).multiply(BigDecimal.valueOf(GIB)).longValue()
                : 0;
    }
}
