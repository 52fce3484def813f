package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;

/**
 * A machine's memory, in bytes (Msvm_MemorySettingData).
 *
 * @param startup what it starts with; all that it has where {@code dynamic} is false
 * @param dynamic whether it grows and shrinks between {@code minimum} and {@code maximum}
 * @param assigned what it has at the moment; 0 where it is off
 */
public record Memory(
        Fact<Long> startup, Fact<Boolean> dynamic, Fact<Long> minimum, Fact<Long> maximum, Fact<Long> assigned) {

    public static Memory unknown(String reason) {
        return new Memory(
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason));
    }
}
