package dev.gen2lift.guest.linux;

import java.util.List;

/**
 * How a network interface is configured; all texts are hostile.
 *
 * @param name as the file names it: an interface, a pattern, or a connection
 * @param system whose file it is: "netplan", "ifcfg", "networkmanager", "ifupdown", "systemd-networkd"
 * @param addresses fixed ones, as they stand
 * @param macMatch the hardware address that it is bound to; empty where it is not
 */
public record NetworkInterface(
        String name, String system, Method method, List<String> addresses, String macMatch, String source) {

    public NetworkInterface {
        addresses = List.copyOf(addresses);
    }

    /** Where IPv4 addresses come from. */
    public enum Method {
        DHCP,
        STATIC,
        /** Configured otherwise, or not at all. */
        OTHER
    }

    /** By what a file says: fixed addresses count, even beside DHCP. */
    static Method method(boolean dhcp, List<String> addresses) {
        if (!addresses.isEmpty()) {
            return Method.STATIC;
        }
        return dhcp ? Method.DHCP : Method.OTHER;
    }
}
