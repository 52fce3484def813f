package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import java.util.List;

/**
 * What else is attached to a machine.
 *
 * @param comPorts only those that are connected to something
 */
public record Peripherals(
        Fact<List<RemovableDrive>> removable,
        Fact<List<FibreChannelAdapter>> fibreChannel,
        Fact<List<ComPort>> comPorts,
        Fact<List<Gpu>> gpus) {

    public static Peripherals unknown(String reason) {
        return new Peripherals(Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason));
    }
}
