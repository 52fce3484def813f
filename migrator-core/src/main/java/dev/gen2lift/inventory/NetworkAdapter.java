package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import java.util.List;

/**
 * A virtual network adapter.
 *
 * @param mac six bytes as {@code 00-15-5D-01-02-03}; unknown where it gets one only when the machine starts
 * @param staticMac whether the address was set by hand and not by the host
 * @param switchName empty where it is connected to none
 * @param addresses IP addresses, as the guest told the host
 * @param staticAddresses whether the addresses are set in the guest (or by Hyper-V's replication) and not by DHCP
 * @param macSpoofing whether the guest may send with other MAC addresses
 * @param teaming whether the guest may team it with others
 * @param sriov whether it may use a virtual function of the host's adapter (IOVOffloadWeight above 0)
 */
public record NetworkAdapter(
        String name,
        Kind kind,
        Fact<String> mac,
        Fact<Boolean> staticMac,
        Fact<String> switchName,
        Fact<List<String>> addresses,
        Fact<Boolean> staticAddresses,
        Fact<Vlan> vlan,
        Fact<Boolean> macSpoofing,
        Fact<Boolean> teaming,
        Fact<PortMirroring> portMirroring,
        Fact<Boolean> sriov) {

    /** What the guest sees. */
    public enum Kind {
        SYNTHETIC,
        /** The emulated DEC 21140 of Generation 1 machines. */
        LEGACY
    }

    /** Whether the switch copies traffic from or to the adapter. */
    public enum PortMirroring {
        NONE,
        DESTINATION,
        SOURCE
    }

    /** An adapter of which nothing more is known. */
    public static NetworkAdapter unknown(String name, Kind kind, String reason) {
        return new NetworkAdapter(
                name,
                kind,
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason));
    }
}
