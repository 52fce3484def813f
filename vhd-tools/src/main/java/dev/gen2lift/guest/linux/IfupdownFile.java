package dev.gen2lift.guest.linux;

import java.util.ArrayList;
import java.util.List;

/** The stanzas of /etc/network/interfaces (interfaces(5)). */
final class IfupdownFile {

    private IfupdownFile() {}

    /** Adds what each "iface" for IPv4 says, but of the loopback. */
    static void read(TextFile file, List<NetworkInterface> into) {
        String name = "";
        String method = "";
        String mac = "";
        int line = 0;
        int started = 0;
        List<String> addresses = new ArrayList<>();
        for (String raw : file.lines()) {
            line++;
            String[] words = raw.strip().split("\\s+");
            boolean stanza = List.of("iface", "auto", "mapping", "source", "source-directory")
                            .contains(words[0])
                    || words[0].startsWith("allow-");
            if (stanza) {
                add(file, name, method, addresses, mac, started, into);
                name = "";
                method = "";
                mac = "";
                addresses = new ArrayList<>();
            }
            if (words[0].equals("iface") && words.length >= 4 && words[2].equals("inet")) {
                name = words[1];
                method = words[3];
                started = line;
            } else if (words.length >= 2 && words[0].equals("address")) {
                addresses.add(words[1]);
            } else if (words.length >= 2 && words[0].equals("hwaddress")) {
                mac = words[words.length - 1];
            }
        }
        add(file, name, method, addresses, mac, started, into);
    }

    private static void add(
            TextFile file,
            String name,
            String method,
            List<String> addresses,
            String mac,
            int line,
            List<NetworkInterface> into) {
        if (!name.isEmpty() && !method.equals("loopback")) {
            into.add(
                    new NetworkInterface(name, "ifupdown", NetworkFacts.method(method), addresses, mac, file.at(line)));
        }
    }
}
