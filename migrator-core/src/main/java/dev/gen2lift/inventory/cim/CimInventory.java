package dev.gen2lift.inventory.cim;

import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads every class once and sorts the instances by the machine, or the checkpoint, whose settings they are: the cost is a
 * few dozen enumerations however many machines there are.
 */
public final class CimInventory {

    static final String NAMESPACE = "root\\virtualization\\v2";
    static final String CLUSTER = "root\\MSCluster";

    private static final List<String> SETTINGS = List.of(
            "Msvm_ProcessorSettingData",
            "Msvm_MemorySettingData",
            "Msvm_ResourceAllocationSettingData",
            "Msvm_StorageAllocationSettingData",
            "Msvm_SyntheticEthernetPortSettingData",
            "Msvm_EmulatedEthernetPortSettingData",
            "Msvm_EthernetPortAllocationSettingData",
            "Msvm_EthernetSwitchPortVlanSettingData",
            "Msvm_EthernetSwitchPortSecuritySettingData",
            "Msvm_EthernetSwitchPortOffloadSettingData",
            "Msvm_SecuritySettingData",
            "Msvm_SyntheticFcPortSettingData",
            "Msvm_SerialPortSettingData",
            "Msvm_GpuPartitionSettingData",
            "Msvm_PciExpressSettingData",
            "Msvm_Synthetic3DDisplayControllerSettingData",
            "Msvm_HeartbeatComponentSettingData",
            "Msvm_KvpExchangeComponentSettingData",
            "Msvm_ShutdownComponentSettingData",
            "Msvm_TimeSyncComponentSettingData",
            "Msvm_VssComponentSettingData",
            "Msvm_GuestServiceInterfaceComponentSettingData");

    private final CimSource source;
    private final String host;
    private final Map<String, CimSettings> byOwner = new HashMap<>();
    private final Set<String> present = new HashSet<>();

    private CimInventory(CimSource source, String host) {
        this.source = source;
        this.host = host;
    }

    /**
     * All machines of a host.
     *
     * @param host as findings call it
     * @throws IOException where the host cannot be reached, refuses, or has no Hyper-V
     */
    public static Inventory read(CimSource source, String host) throws IOException, InterruptedException {
        return new CimInventory(source, host).read();
    }

    /** The names of all nodes of the host's cluster; empty where it is in none. */
    public static List<String> clusterNodes(CimSource source) throws IOException, InterruptedException {
        return source.instances(CLUSTER, "MSCluster_Node").orElse(List.of()).stream()
                .flatMap(node -> node.filled("Name").stream())
                .sorted()
                .toList();
    }

    private Inventory read() throws IOException, InterruptedException {
        List<CimRow> systems = source.instances(NAMESPACE, "Msvm_ComputerSystem")
                .orElseThrow(() -> new IOException("the host has no Hyper-V (" + host + ", " + NAMESPACE + ")"));
        List<CimRow> settings = rows(NAMESPACE, "Msvm_VirtualSystemSettingData");
        for (String name : SETTINGS) {
            Optional<List<CimRow>> rows = source.instances(NAMESPACE, name);
            rows.ifPresent(list -> present.add(name));
            rows.orElse(List.of()).forEach(row -> settingsOf(row.owner()).add(name, row));
        }
        Map<String, CimRow> bootSources = new HashMap<>();
        rows(NAMESPACE, "Msvm_BootSourceSettingData").forEach(row -> bootSources.put(row.id(), row));
        CimHost shared = new CimHost(
                host,
                present,
                switches(),
                bootSources,
                byGuest("Msvm_GuestNetworkAdapterConfiguration", "InstanceID"),
                byGuest("Msvm_KvpExchangeComponent", "SystemName"),
                clustered());
        Map<String, List<CimRow>> checkpoints = new HashMap<>();
        Map<String, CimRow> realized = new HashMap<>();
        for (CimRow row : settings) {
            String type = row.text("VirtualSystemType").orElse("");
            String machine = row.text("VirtualSystemIdentifier").orElse("").toUpperCase(Locale.ROOT);
            if (type.contains(":Snapshot:")) {
                checkpoints.computeIfAbsent(machine, key -> new ArrayList<>()).add(row);
            } else if (type.endsWith(":System:Realized")) {
                realized.put(row.id(), row);
            }
        }
        List<HyperVMachine> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (CimRow system : systems) {
            String id = system.text("Name").orElse("").toUpperCase(Locale.ROOT);
            CimRow own = realized.get(id);
            if (own != null) {
                machines.add(new CimMachine(
                                shared, system, own, settingsOf(id), checkpoints.getOrDefault(id, List.of()), byOwner)
                        .machine());
            } else if (CimRow.uuid(id).isPresent()) {
                problems.add(new Problem(
                        host, "the machine " + system.text("ElementName").orElse(id) + " has no settings"));
            }
        }
        return new Inventory(machines, problems);
    }

    private CimSettings settingsOf(String owner) {
        return byOwner.computeIfAbsent(owner, key -> new CimSettings());
    }

    private List<CimRow> rows(String namespace, String name) throws IOException, InterruptedException {
        return source.instances(namespace, name).orElse(List.of());
    }

    private Map<String, String> switches() throws IOException, InterruptedException {
        Map<String, String> names = new HashMap<>();
        for (CimRow row : rows(NAMESPACE, "Msvm_VirtualEthernetSwitch")) {
            names.put(
                    row.text("Name").orElse("").toUpperCase(Locale.ROOT),
                    row.text("ElementName").orElse(""));
        }
        return names;
    }

    /** By the machine's and, where there is one, the device's identifier. */
    private Map<String, CimRow> byGuest(String name, String property) throws IOException, InterruptedException {
        Map<String, CimRow> rows = new HashMap<>();
        for (CimRow row : rows(NAMESPACE, name)) {
            String key = row.text(property).orElse("").toUpperCase(Locale.ROOT);
            rows.put(key.replace("MICROSOFT:GUESTNETWORK\\", ""), row);
        }
        return rows;
    }

    /** The names of the machines that are roles of the host's cluster; empty where it is in none. */
    private Optional<Set<String>> clustered() throws IOException, InterruptedException {
        Optional<List<CimRow>> resources = source.instances(CLUSTER, "MSCluster_Resource");
        if (resources.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        for (CimRow resource : resources.get()) {
            if (resource.text("Type").orElse("").equals("Virtual Machine")) {
                resource.text("OwnerGroup").ifPresent(names::add);
                resource.text("Name")
                        .filter(name -> name.startsWith("Virtual Machine "))
                        .ifPresent(name -> names.add(name.substring("Virtual Machine ".length())));
            }
        }
        return Optional.of(names);
    }
}
