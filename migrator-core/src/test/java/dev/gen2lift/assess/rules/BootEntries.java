package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.GuestExample;
import dev.gen2lift.guest.windows.BootEntry;
import dev.gen2lift.guest.windows.BootEntry.BootDevice;
import java.util.Optional;

/** Entries of boot stores that are not as Azure wants them. */
final class BootEntries {

    private BootEntries() {}

    /** As Windows sets it up. */
    static BootEntry recovering() {
        return entry(Optional.empty(), true, true);
    }

    static BootEntry withoutSerialConsole() {
        return entry(Optional.empty(), false, false);
    }

    /** Windows on a partition that no disk has. */
    static BootEntry elsewhere() {
        BootDevice device = new BootDevice(
                "partition", Optional.of("00000000-0000-0000-0000-0000000000AA"), Optional.empty(), Optional.empty());
        return entry(Optional.of(device), false, true);
    }

    private static BootEntry entry(Optional<BootDevice> device, boolean recovery, boolean serial) {
        BootEntry good = GuestExample.bootEntry(false);
        return new BootEntry(
                good.store(),
                good.entry(),
                good.description(),
                good.path(),
                good.systemRoot(),
                device,
                device,
                false,
                false,
                recovery,
                good.bootStatusPolicy(),
                serial,
                serial,
                true,
                good.timeout(),
                good.emsPort(),
                good.emsBaudRate(),
                1);
    }
}
