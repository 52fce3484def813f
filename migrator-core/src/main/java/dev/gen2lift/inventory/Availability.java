package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;

/**
 * How a machine is kept available.
 *
 * @param clustered whether it is a role of a failover cluster
 */
public record Availability(Fact<Replication> replication, Fact<Boolean> clustered) {

    public static Availability unknown(String reason) {
        return new Availability(Fact.unknown(reason), Fact.unknown(reason));
    }
}
