package dev.gen2lift.inventory.cim;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Network adapters, their ports on a switch, and the features of these ports; each identifier begins with the one before. */
final class CimAdapters {

    private static final String SOURCE = "Hyper-V";
    private static final int MAX_VLAN = 4095;

    private final CimHost host;
    private final CimSettings settings;
    private final String machine;

    CimAdapters(CimHost host, CimSettings settings, String machine) {
        this.host = host;
        this.settings = settings;
        this.machine = machine;
    }

    List<NetworkAdapter> adapters() {
        List<NetworkAdapter> adapters = new ArrayList<>();
        for (CimRow row : settings.of("Msvm_SyntheticEthernetPortSettingData")) {
            adapters.add(adapter(row, NetworkAdapter.Kind.SYNTHETIC));
        }
        for (CimRow row : settings.of("Msvm_EmulatedEthernetPortSettingData")) {
            adapters.add(adapter(row, NetworkAdapter.Kind.LEGACY));
        }
        return adapters;
    }

    private NetworkAdapter adapter(CimRow row, NetworkAdapter.Kind kind) {
        Optional<CimRow> guest = Optional.ofNullable(host.guestNetworks().get(row.id()))
                .or(() -> Optional.ofNullable(host.guestNetworks()
                        .get(machine + row.id().substring(row.owner().length()))));
        Optional<CimRow> security = settings.below("Msvm_EthernetSwitchPortSecuritySettingData", row.id());
        Optional<CimRow> offload = settings.below("Msvm_EthernetSwitchPortOffloadSettingData", row.id());
        String off = "the machine does not run, or its guest does not say";
        return new NetworkAdapter(
                row.text("ElementName").orElse(""),
                kind,
                row.filled("Address")
                        .flatMap(CimAdapters::mac)
                        .map(mac -> Fact.known(mac, SOURCE))
                        .orElseGet(() -> Fact.unknown("it gets one when the machine first starts")),
                fact(row.flag("StaticMacAddress")),
                Fact.known(switchName(row), SOURCE),
                guest.map(told -> told.texts("IPAddresses"))
                        .filter(addresses -> !addresses.isEmpty())
                        .map(addresses -> Fact.known(addresses, "the guest"))
                        .orElseGet(() -> Fact.unknown(off)),
                guest.filter(told -> !told.texts("IPAddresses").isEmpty())
                        .flatMap(told -> told.flag("DHCPEnabled"))
                        .map(dhcp -> Fact.known(!dhcp, "the guest"))
                        .orElseGet(() -> Fact.unknown(off)),
                vlan(settings.below("Msvm_EthernetSwitchPortVlanSettingData", row.id())),
                Fact.known(
                        security.flatMap(port -> port.flag("AllowMacSpoofing")).orElse(false), SOURCE),
                Fact.known(security.flatMap(port -> port.flag("AllowTeaming")).orElse(false), SOURCE),
                Fact.known(security.map(CimAdapters::mirroring).orElse(NetworkAdapter.PortMirroring.NONE), SOURCE),
                Fact.known(
                        offload.flatMap(port -> port.number("IOVOffloadWeight"))
                                .filter(weight -> weight > 0)
                                .isPresent(),
                        SOURCE));
    }

    static Optional<String> mac(String text) {
        String digits = text.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
        return digits.length() != 12 || digits.equals("000000000000")
                ? Optional.empty()
                : Optional.of(digits.replaceAll("(..)(?!$)", "$1-"));
    }

    private String switchName(CimRow adapter) {
        Optional<CimRow> port = settings.below("Msvm_EthernetPortAllocationSettingData", adapter.id());
        if (port.isEmpty()
                || port.get().number("EnabledState").filter(state -> state == 3).isPresent()) {
            return "";
        }
        return port.get()
                .filled("HostResource")
                .flatMap(CimRow::name)
                .map(id -> host.switches().getOrDefault(id.toUpperCase(Locale.ROOT), id))
                .or(() -> port.get().filled("LastKnownSwitchName"))
                .orElse("");
    }

    private static NetworkAdapter.PortMirroring mirroring(CimRow port) {
        long mode = port.number("MonitorMode").orElse(0L);
        return mode == 1
                ? NetworkAdapter.PortMirroring.DESTINATION
                : mode == 2 ? NetworkAdapter.PortMirroring.SOURCE : NetworkAdapter.PortMirroring.NONE;
    }

    private static Fact<Vlan> vlan(Optional<CimRow> feature) {
        if (feature.isEmpty()) {
            return Fact.known(Vlan.UNTAGGED, SOURCE);
        }
        CimRow port = feature.get();
        int mode = port.number("OperationMode").orElse(0L).intValue();
        return switch (mode) {
            case 0 -> Fact.known(Vlan.UNTAGGED, SOURCE);
            case 1 -> {
                List<Integer> ids = ids(port, "AccessVlanId");
                boolean untagged = ids.isEmpty() || ids.equals(List.of(0));
                yield Fact.known(untagged ? Vlan.UNTAGGED : new Vlan(Vlan.Mode.ACCESS, ids), SOURCE);
            }
            case 2 -> Fact.known(new Vlan(Vlan.Mode.TRUNK, ids(port, "NativeVlanId", "TrunkVlanIdArray")), SOURCE);
            case 3 -> Fact.known(new Vlan(Vlan.Mode.PRIVATE, ids(port, "PrimaryVlanId", "SecondaryVlanId")), SOURCE);
            default -> Fact.unknown("VLAN mode " + mode);
        };
    }

    private static List<Integer> ids(CimRow port, String... names) {
        List<Integer> ids = new ArrayList<>();
        for (String name : names) {
            for (String text : port.texts(name)) {
                if (text.matches("\\d{1,4}")
                        && Integer.parseInt(text) <= MAX_VLAN
                        && !ids.contains(Integer.valueOf(text))) {
                    ids.add(Integer.valueOf(text));
                }
            }
        }
        return ids;
    }

    private static <T> Fact<T> fact(Optional<T> value) {
        return value.map(known -> Fact.known(known, SOURCE)).orElseGet(() -> Fact.unknown("the host does not say"));
    }
}
