package dev.gen2lift.inventory.document;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network adapter as Get-VMNetworkAdapter gives it. */
final class PsAdapter {

    private static final Pattern MAC = Pattern.compile("(?:[0-9A-Fa-f]{2}[-:]?){5}[0-9A-Fa-f]{2}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
    private static final int MAX_VLAN = 4095;

    private PsAdapter() {}

    static NetworkAdapter read(PsObject adapter) {
        boolean legacy = adapter.flag("IsLegacy").orElse(false);
        Optional<String> mac = adapter.filled("MacAddress").flatMap(PsAdapter::mac);
        return new NetworkAdapter(
                adapter.text("Name").orElse(""),
                legacy ? NetworkAdapter.Kind.LEGACY : NetworkAdapter.Kind.SYNTHETIC,
                mac.map(known -> Fact.known(known, PsObject.SOURCE))
                        .orElseGet(() -> Fact.unknown("it gets one when the machine first starts")),
                PsObject.fact(adapter.flag("DynamicMacAddressEnabled").map(dynamic -> !dynamic)),
                PsObject.fact(
                        adapter.has("SwitchName")
                                ? Optional.of(adapter.text("SwitchName").orElse(""))
                                : Optional.empty()),
                PsObject.fact(adapter.texts("IPAddresses")),
                Fact.unknown("only the guest knows"),
                PsObject.fact(vlan(adapter.object("VlanSetting"))),
                PsObject.fact(adapter.onOff("MacAddressSpoofing")),
                PsObject.fact(adapter.onOff("AllowTeaming")),
                PsObject.fact(adapter.choice("PortMirroringMode", PsAdapter::mirroring)),
                PsObject.fact(adapter.number("IovWeight").map(weight -> weight > 0)));
    }

    /** Six bytes with hyphens between them; empty where the text is none, or the address all zero. */
    static Optional<String> mac(String text) {
        if (!MAC.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(java.util.Locale.ROOT);
        return digits.equals("000000000000") ? Optional.empty() : Optional.of(digits.replaceAll("(..)(?!$)", "$1-"));
    }

    private static Optional<NetworkAdapter.PortMirroring> mirroring(String word) {
        return switch (word) {
            case "none", "0" -> Optional.of(NetworkAdapter.PortMirroring.NONE);
            case "destination", "1" -> Optional.of(NetworkAdapter.PortMirroring.DESTINATION);
            case "source", "2" -> Optional.of(NetworkAdapter.PortMirroring.SOURCE);
            default -> Optional.empty();
        };
    }

    private static Optional<Vlan> vlan(PsObject setting) {
        return setting.choice("OperationMode", mode -> switch (mode) {
            case "untagged", "0" -> Optional.of(Vlan.UNTAGGED);
            case "access", "1" -> Optional.of(new Vlan(Vlan.Mode.ACCESS, ids(setting, "AccessVlanId")));
            case "trunk", "2" -> Optional.of(new Vlan(Vlan.Mode.TRUNK, trunk(setting)));
            case "private", "3" ->
                Optional.of(new Vlan(Vlan.Mode.PRIVATE, ids(setting, "PrimaryVlanId", "SecondaryVlanId")));
            default -> Optional.empty();
        });
    }

    private static List<Integer> ids(PsObject setting, String... names) {
        List<Integer> ids = new ArrayList<>();
        for (String name : names) {
            setting.integer(name, 0, MAX_VLAN).ifPresent(ids::add);
        }
        return ids;
    }

    private static List<Integer> trunk(PsObject setting) {
        List<Integer> ids = ids(setting, "NativeVlanId");
        Matcher ranges = RANGE.matcher(setting.text("AllowedVlanIdListString").orElse(""));
        while (ranges.find()) {
            int first = Integer.parseInt(ranges.group(1));
            int last = ranges.group(2) == null ? first : Integer.parseInt(ranges.group(2));
            for (int id = first; id <= Math.min(last, MAX_VLAN) && ids.size() <= MAX_VLAN; id++) {
                if (!ids.contains(id)) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }
}
