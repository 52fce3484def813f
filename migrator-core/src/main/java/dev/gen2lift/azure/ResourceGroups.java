package dev.gen2lift.azure;

import com.azure.resourcemanager.resources.fluent.models.ResourceGroupInner;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Resource groups. */
public final class ResourceGroups {

    private static final String TYPE = "Microsoft.Resources/resourceGroups";

    private final AzureClients clients;

    public ResourceGroups(AzureClients clients) {
        this.clients = clients;
    }

    boolean exists(String name) throws IOException {
        return find(name).isPresent();
    }

    private Optional<ResourceGroupInner> find(String name) throws IOException {
        return ArmCalls.find(name, () -> clients.resources().getResourceGroups().get(name));
    }

    /**
     * A group of that name, wherever it lies: resources in it may lie in other regions.
     *
     * @param location of the group where it has to be created
     */
    public EnsuredResource ensure(String name, String location, Map<String, String> tags, String migrationId)
            throws IOException {
        Optional<ResourceGroupInner> found = ArmCalls.find(
                name, () -> clients.resources().getResourceGroups().get(name));
        if (found.isPresent()) {
            return new EnsuredResource(TYPE, name, found.get().id(), false);
        }
        ResourceGroupInner group =
                new ResourceGroupInner().withLocation(location).withTags(MigrationTags.of(tags, migrationId));
        ResourceGroupInner created = ArmCalls.call(
                name, () -> clients.resources().getResourceGroups().createOrUpdate(name, group));
        return new EnsuredResource(TYPE, name, created.id(), true);
    }
}
