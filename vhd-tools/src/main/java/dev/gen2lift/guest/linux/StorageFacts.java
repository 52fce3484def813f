package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of the system's storage hangs on the disks, or on the network, that it had. */
public final class StorageFacts {

    /** The lines of lvm.conf that choose devices: filter and global_filter. */
    public static final FactName<List<String>> LVM_FILTERS = FactName.of("lvmFilters");

    /** Entries of LVM's devices file, outside of which it sees no disk; empty where all disks count. */
    public static final FactName<List<String>> LVM_DEVICES = FactName.of("lvmDevices");

    /** iSCSI targets that are logged into at start. */
    public static final FactName<List<String>> ISCSI_NODES = FactName.of("iscsiNodes");

    /** Whether dm-multipath is started. */
    public static final FactName<Boolean> MULTIPATH_ENABLED = FactName.of("multipathEnabled");

    private static final String LVM = "/etc/lvm/lvm.conf";
    private static final String DEVICES = "/etc/lvm/devices/system.devices";
    private static final Pattern FILTER = Pattern.compile("\\s*(global_)?filter\\s*=.*");
    private static final int MAX_LINES = 200;

    private StorageFacts() {}

    static void read(LinuxTree tree, Services services, FactLog log) throws IOException {
        log.look(LVM_FILTERS, LVM, () -> filters(tree));
        log.look(LVM_DEVICES, DEVICES, () -> devices(tree));
        log.look(ISCSI_NODES, "/etc/iscsi/nodes", () -> iscsi(tree));
        log.look(MULTIPATH_ENABLED, "multipathd.service", () -> AzureFacts.enabled(services.find("multipathd")));
    }

    private static Fact<List<String>> filters(LinuxTree tree) throws IOException {
        Optional<TextFile> text = tree.text(LVM);
        return Fact.known(
                text.map(TextFile::lines).orElse(List.of()).stream()
                        .filter(line -> FILTER.matcher(line).matches())
                        .map(String::strip)
                        .limit(MAX_LINES)
                        .toList(),
                text.isPresent() ? LVM : LVM + " is not there");
    }

    private static Fact<List<String>> devices(LinuxTree tree) throws IOException {
        Optional<TextFile> text = tree.text(DEVICES);
        return Fact.known(
                text.map(TextFile::lines).orElse(List.of()).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("IDTYPE="))
                        .limit(MAX_LINES)
                        .toList(),
                text.isPresent() ? DEVICES : DEVICES + " is not there");
    }

    private static Fact<List<String>> iscsi(LinuxTree tree) throws IOException {
        List<String> nodes = new ArrayList<>();
        for (String folder : List.of("/etc/iscsi/nodes", "/var/lib/iscsi/nodes")) {
            nodes.addAll(tree.names(folder, name -> nodes.size() < MAX_LINES));
        }
        return Fact.known(nodes, "/etc/iscsi/nodes and /var/lib/iscsi/nodes");
    }
}
