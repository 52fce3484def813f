package dev.gen2lift.inventory.configuration;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.Vlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The network adapters of a configuration. What the switch does to an adapter's port is kept as features, each a binary
 * value that is not documented: a feature that is not there has its default, one that is there is known to be set only.
 */
final class AdapterSettings {

    private static final String FEATURE_VLAN = "Connection/Feature_952C5004-4465-451C-8CB8-FA9AB382B773";
    private static final String FEATURE_SECURITY = "Connection/Feature_776E0BA7-94A1-41C8-8F28-951F524251B5";
    private static final String FEATURE_OFFLOAD = "Connection/Feature_C885BFD1-ABB7-418F-8163-9F379C9F7166";

    /** IOVOffloadWeight: the third number, after the limits of IPsec and VMQ; 0 switches SR-IOV off. */
    private static final int IOV_WEIGHT_AT = 8;

    private static final String NO_ADDRESS = "00-00-00-00-00-00";

    private final String source;

    AdapterSettings(String source) {
        this.source = source;
    }

    List<NetworkAdapter> adapters(List<Device> devices) {
        return devices.stream()
                .filter(device -> device.is(Device.SYNTHETIC_ETHERNET) || isLegacy(device))
                .map(this::adapter)
                .toList();
    }

    private static boolean isLegacy(Device device) {
        return device.isNamed("emulated ethernet") || device.isNamed("legacy ethernet");
    }

    private NetworkAdapter adapter(Device device) {
        Settings adapter = device.settings().orElseGet(() -> new Settings(""));
        NetworkAdapter.Kind kind = isLegacy(device) ? NetworkAdapter.Kind.LEGACY : NetworkAdapter.Kind.SYNTHETIC;
        Optional<String> mac = adapter.text("MacAddress").filter(Predicate.not(NO_ADDRESS::equals));
        String guestOnly = "only the guest knows";
        boolean guarded = adapter.at(FEATURE_SECURITY).isPresent();
        String encoded =
                "its port has security settings, which the configuration keeps in a form that is not documented";
        return new NetworkAdapter(
                adapter.text("FriendlyName").orElse(device.name()),
                kind,
                mac.map(known -> Fact.known(known, source))
                        .orElseGet(() -> Fact.unknown("it gets one when the machine first starts")),
                fact(adapter.flag("MacAddressIsStatic"), "the configuration does not say"),
                fact(adapter.text("Connection/AltSwitchName"), "the configuration does not say"),
                Fact.unknown(guestOnly),
                Fact.unknown(guestOnly),
                adapter.at(FEATURE_VLAN).isPresent()
                        ? Fact.unknown(
                                "it has VLAN settings, which the configuration keeps in a form that is not documented")
                        : Fact.known(Vlan.UNTAGGED, source),
                guarded ? Fact.unknown(encoded) : Fact.known(false, source),
                guarded ? Fact.unknown(encoded) : Fact.known(false, source),
                guarded ? Fact.unknown(encoded) : Fact.known(NetworkAdapter.PortMirroring.NONE, source),
                sriov(adapter));
    }

    private Fact<Boolean> sriov(Settings adapter) {
        Optional<Settings> feature = adapter.at(FEATURE_OFFLOAD);
        if (feature.isEmpty()) {
            return Fact.known(false, source);
        }
        for (Settings setting : feature.get().children()) {
            Optional<byte[]> data = setting.bytes("Data").filter(bytes -> bytes.length >= IOV_WEIGHT_AT + 4);
            if (data.isPresent()) {
                int weight = ByteBuffer.wrap(data.get())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(IOV_WEIGHT_AT);
                return Fact.known(weight != 0, source);
            }
        }
        return Fact.unknown("its port has offload settings of an unknown form");
    }

    private <T> Fact<T> fact(Optional<T> value, String otherwise) {
        return value.map(known -> Fact.known(known, source)).orElseGet(() -> Fact.unknown(otherwise));
    }
}
