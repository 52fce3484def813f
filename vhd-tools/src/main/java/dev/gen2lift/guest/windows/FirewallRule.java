package dev.gen2lift.guest.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule of Windows' firewall (MS-FASP 2.2.19), as much of it as tells whom it lets in.
 *
 * @param id the rule's name in the registry
 * @param profiles "Domain", "Private", "Public"; empty for all
 * @param remoteAddresses addresses or words such as "LocalSubnet"; empty for all
 */
public record FirewallRule(
        String id,
        boolean active,
        boolean allows,
        boolean inbound,
        List<String> profiles,
        Optional<String> protocol,
        List<String> localPorts,
        List<String> remoteAddresses) {

    /** Reads "v2.31|Action=Allow|Active=TRUE|Dir=In|...". */
    static FirewallRule parse(String id, String text) {
        boolean active = false;
        boolean allows = false;
        boolean inbound = false;
        Optional<String> protocol = Optional.empty();
        List<String> profiles = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String part : text.split("\\|")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            switch (name.toLowerCase(Locale.ROOT)) {
                case "active" -> active = value.equalsIgnoreCase("TRUE");
                case "action" -> allows = value.equalsIgnoreCase("Allow");
                case "dir" -> inbound = value.equalsIgnoreCase("In");
                case "protocol" -> protocol = Optional.of(value);
                case "profile" -> profiles.add(value);
                case "lport", "lport2_10", "lport2_24" -> ports.add(value);
                case "ra4", "ra6", "ra42", "ra62" -> addresses.add(value);
                default -> {
                    // What the rule is called, and for which program or service it is.
                }
            }
        }
        return new FirewallRule(
                id,
                active,
                allows,
                inbound,
                List.copyOf(profiles),
                protocol,
                List.copyOf(ports),
                List.copyOf(addresses));
    }
}
