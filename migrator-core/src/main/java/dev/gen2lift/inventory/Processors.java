package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;

/**
 * A machine's virtual processors (Msvm_ProcessorSettingData).
 *
 * @param count at least 1
 * @param perNumaNode most processors in one virtual NUMA node
 * @param nestedVirtualization whether the guest may run a hypervisor of its own (ExposeVirtualizationExtensions)
 */
public record Processors(Fact<Integer> count, Fact<Integer> perNumaNode, Fact<Boolean> nestedVirtualization) {

    public static Processors unknown(String reason) {
        return new Processors(Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason));
    }
}
