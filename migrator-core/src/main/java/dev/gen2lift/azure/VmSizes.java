package dev.gen2lift.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictionsType;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the VM sizes of a region can do, as the resource SKUs say. */
public final class VmSizes {

    private static final String RESOURCE_TYPE = "virtualMachines";
    private static final String SCSI = "SCSI";

    private final AzureClients clients;

    public VmSizes(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * What a VM needs of its size.
     *
     * @param dataDisks how many are attached
     * @param premium whether any disk is of a Premium sku
     * @param trustedLaunch whether the VM is one of Trusted Launch
     */
    public record Needs(int dataDisks, boolean premium, Architecture architecture, boolean trustedLaunch) {}

    /**
     * Makes sure that the size is offered in the region, to this subscription, for generation 2, and is enough.
     *
     * @throws AzureRequestException where it is not, with the reason
     */
    public void require(String size, String location, Needs needs) throws IOException {
        ResourceSkuInner sku = find(size, location)
                .orElseThrow(() -> refused(size, "the region " + location + " has no such VM size"));
        if (sku.restrictions() != null
                && sku.restrictions().stream().anyMatch(r -> r.type() == ResourceSkuRestrictionsType.LOCATION)) {
            throw refused(size, "the VM size is not available to this subscription in " + location);
        }
        Map<String, String> capabilities = SkuCapabilities.of(sku);
        String generations = capabilities.getOrDefault("hypervgenerations", "V1");
        if (!lists(generations, "V2")) {
            throw refused(size, "the VM size runs generation " + generations + " only, not V2");
        }
        int most = number(capabilities.get("maxdatadiskcount"));
        if (needs.dataDisks() > most) {
            throw refused(size, "the VM size takes " + most + " data disks, not " + needs.dataDisks());
        }
        String architecture = capabilities.getOrDefault("cpuarchitecturetype", "x64");
        if (!architecture.equalsIgnoreCase(needs.architecture().name())) {
            throw refused(
                    size,
                    "the VM size is " + architecture + ", the disk's boot loader is "
                            + needs.architecture().name().toLowerCase(Locale.ROOT));
        }
        if (!lists(capabilities.getOrDefault("diskcontrollertypes", SCSI), SCSI)) {
            throw refused(size, "the VM size attaches disks by NVMe only, and nothing says that the guest can do that");
        }
        if (needs.premium() && "False".equalsIgnoreCase(capabilities.get("premiumio"))) {
            throw refused(size, "the VM size takes no Premium disks");
        }
        if (needs.trustedLaunch() && "True".equalsIgnoreCase(capabilities.get("trustedlaunchdisabled"))) {
            throw refused(size, "the VM size does not run Trusted Launch");
        }
    }

    private Optional<ResourceSkuInner> find(String size, String location) throws IOException {
        return ArmCalls.call(size, () -> {
            for (ResourceSkuInner sku :
                    clients.compute().getResourceSkus().list("location eq '" + location + "'", null, Context.NONE)) {
                if (RESOURCE_TYPE.equalsIgnoreCase(sku.resourceType()) && size.equalsIgnoreCase(sku.name())) {
                    return Optional.of(sku);
                }
            }
            return Optional.<ResourceSkuInner>empty();
        });
    }

    private static boolean lists(String values, String value) {
        return Arrays.stream(values.split(",")).map(String::strip).anyMatch(value::equalsIgnoreCase);
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static AzureRequestException refused(String size, String reason) {
        return new AzureRequestException(
                0,
                "SizeNotSuitable",
                reason,
                size,
                "list sizes with: az vm list-skus --resource-type virtualMachines --location <region>");
    }
}
