package dev.gen2lift.azure;

import com.azure.core.util.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Storage accounts of the subscription, as whoever is signed in sees them. */
public final class StorageAccounts {

    private static final String TYPE = "Microsoft.Storage/storageAccounts";
    private static final Pattern ID = Pattern.compile(
            "(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Storage/storageAccounts/([^/]+)");

    private final AzureClients clients;

    public StorageAccounts(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * An account.
     *
     * @param location in its normal form, "westeurope"
     */
    public record Account(String id, String location) {}

    /** The account's name in a resource id; empty where {@code text} is none. */
    public static Optional<String> nameIn(String text) {
        Matcher id = ID.matcher(text);
        return id.matches() ? Optional.of(id.group(1)) : Optional.empty();
    }

    /** The account of that name, which is unique in Azure; empty where it is another subscription's, or not to be seen. */
    public Optional<Account> find(String name) throws IOException {
        return ArmCalls.call(
                name,
                () ->
                        clients
                                .resources()
                                .getResources()
                                .list("resourceType eq '" + TYPE + "'", null, null, Context.NONE)
                                .stream()
                                .filter(each -> name.equalsIgnoreCase(each.name()))
                                .findFirst()
                                .map(each -> new Account(each.id(), ResourceNames.location(each.location()))));
    }
}
