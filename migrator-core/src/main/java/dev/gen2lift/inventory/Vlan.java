package dev.gen2lift.inventory;

import java.util.List;

/**
 * How an adapter's traffic is tagged (Msvm_EthernetSwitchPortVlanSettingData).
 *
 * @param ids one for ACCESS, all that may pass for TRUNK (the native one first), primary and secondary for PRIVATE
 */
public record Vlan(Mode mode, List<Integer> ids) {

    /** How tags are used. */
    public enum Mode {
        UNTAGGED,
        ACCESS,
        TRUNK,
        PRIVATE
    }

    public static final Vlan UNTAGGED = new Vlan(Mode.UNTAGGED, List.of());

    public Vlan {
        ids = List.copyOf(ids);
    }
}
