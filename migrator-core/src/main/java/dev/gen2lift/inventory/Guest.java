package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import java.util.List;

/**
 * What the host knows of the system in a machine.
 *
 * @param operatingSystem as the guest told the host, or as a person wrote it down
 * @param services the integration services
 * @param hibernation whether the guest may hibernate (EnableHibernation)
 */
public record Guest(Fact<String> operatingSystem, Fact<List<IntegrationService>> services, Fact<Boolean> hibernation) {

    public static Guest unknown(String reason) {
        return new Guest(Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason));
    }
}
