package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import java.util.List;

/**
 * How a machine starts.
 *
 * @param secureBoot false for every Generation 1 machine
 * @param bootOrder first the device that is tried first
 */
public record Firmware(Fact<Boolean> secureBoot, Fact<SecureBootTemplate> template, Fact<List<BootEntry>> bootOrder) {

    public static Firmware unknown(String reason) {
        return new Firmware(Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason));
    }
}
