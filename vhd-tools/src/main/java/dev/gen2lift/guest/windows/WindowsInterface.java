package dev.gen2lift.guest.windows;

import java.util.List;
import java.util.Optional;

/**
 * How Windows sets up one network interface, present or long gone. Azure gives a machine another adapter, which starts
 * with settings of its own.
 *
 * @param id the interface's GUID with braces, as stored
 * @param name what users call it: "Ethernet"
 * @param dhcp empty where the registry does not say
 * @param addresses the fixed ones
 * @param nameServers the fixed ones
 */
public record WindowsInterface(
        String id,
        Optional<String> name,
        Optional<Boolean> dhcp,
        List<String> addresses,
        List<String> masks,
        List<String> gateways,
        List<String> nameServers,
        Optional<String> dhcpAddress) {}
