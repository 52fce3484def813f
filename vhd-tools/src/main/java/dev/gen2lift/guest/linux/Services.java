package dev.gen2lift.guest.linux;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which services start with the system: systemd's links of enabled units (systemctl(1), "enable"), else init's links. */
final class Services {

    private static final String ENABLED = "/etc/systemd/system";
    private static final List<String> UNITS =
            List.of(ENABLED, "/usr/lib/systemd/system", "/lib/systemd/system", "/usr/local/lib/systemd/system");

    private final LinuxTree tree;

    Services(LinuxTree tree) {
        this.tree = tree;
    }

    /** What is known of a service. */
    enum State {
        ENABLED,
        DISABLED,
        /** Not to be started by anything. */
        MASKED,
        ABSENT
    }

    /** A service's state, and the file that says so. */
    record Found(State state, String source) {

        boolean isEnabled() {
            return state == State.ENABLED;
        }
    }

    /** The state of the first of several names of one service that is there; a name without an ending is a service. */
    Found find(String... names) throws IOException {
        Found last = new Found(State.ABSENT, "no unit " + String.join(" or ", names));
        for (String name : names) {
            Found found = find(name.contains(".") ? name : name + ".service", name);
            if (found.state() == State.ENABLED || found.state() == State.MASKED) {
                return found;
            }
            if (found.state() == State.DISABLED) {
                last = found;
            }
        }
        return last;
    }

    private Found find(String unit, String name) throws IOException {
        Optional<TreeFile> own = tree.findEntry(ENABLED + "/" + unit);
        if (own.isPresent() && own.get().entry().isLink()) {
            String target = own.get().volume().fileSystem().readLink(own.get().entry());
            if (target.equals("/dev/null")) {
                return new Found(State.MASKED, ENABLED + "/" + unit);
            }
            // An alias, which systemctl enable makes too.
            return new Found(State.ENABLED, ENABLED + "/" + unit);
        }
        for (TreeFile folder : tree.list(ENABLED)) {
            boolean wants = folder.name().endsWith(".wants") || folder.name().endsWith(".requires");
            if (wants && tree.findEntry(folder.path() + "/" + unit).isPresent()) {
                return new Found(State.ENABLED, folder.path() + "/" + unit);
            }
        }
        for (String folder : UNITS) {
            String path = folder + "/" + unit;
            if (tree.findEntry(path).isPresent()) {
                // Units of the distribution may be wanted by others of it, without a link in /etc.
                for (String target : List.of("multi-user.target.wants", "sysinit.target.wants")) {
                    if (tree.findEntry(folder + "/" + target + "/" + unit).isPresent()) {
                        return new Found(State.ENABLED, folder + "/" + target + "/" + unit);
                    }
                }
                return new Found(State.DISABLED, path);
            }
        }
        return init(name);
    }

    private Found init(String name) throws IOException {
        String script = "/etc/init.d/" + name;
        if (tree.findEntry(script).isEmpty()) {
            return new Found(State.ABSENT, "no unit " + name);
        }
        for (String folder : List.of("/etc/rc2.d", "/etc/rc3.d", "/etc/rc.d/rc3.d", "/etc/rc5.d")) {
            List<String> links =
                    tree.names(folder, link -> link.matches("S\\d\\d" + java.util.regex.Pattern.quote(name)));
            if (!links.isEmpty()) {
                return new Found(State.ENABLED, folder + "/" + links.get(0));
            }
        }
        return new Found(State.DISABLED, script);
    }
}
