package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import dev.gen2lift.guest.registry.RegistryHive;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What firmware of either kind would start. */
public final class BootStoreFacts {

    /** The default entry of the store on the EFI system partition. */
    public static final FactName<BootEntry> UEFI = FactName.of("bootEntryUefi");

    /** That of the store that a PC's BIOS leads to. */
    public static final FactName<BootEntry> BIOS = FactName.of("bootEntryBios");

    private static final String UEFI_PATH = "EFI/Microsoft/Boot/BCD";
    private static final String BIOS_PATH = "Boot/BCD";

    private BootStoreFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        facts.put(UEFI, find(windows.volumes(), UEFI_PATH, windows.warnings()));
        facts.put(BIOS, find(windows.volumes(), BIOS_PATH, windows.warnings()));
    }

    /** The first store that can be read; the others of the machine, if any, are not started from. */
    private static Fact<BootEntry> find(List<GuestVolume> volumes, String path, InspectionWarnings warnings)
            throws IOException {
        String reason = "no volume that can be read has " + path;
        for (GuestVolume volume : volumes) {
            String name = path + " on " + volume.name();
            try {
                Optional<RegistryHive> hive = WindowsRegistry.openHive(volume, path, warnings);
                if (hive.isPresent()) {
                    return Fact.known(BootStore.defaultEntry(name, hive.get()), name);
                }
            } catch (BadImageException e) {
                warnings.add(new ImageWarning(e.structure() + " of " + name, e.offset(), e.reason()));
                reason = name + " cannot be read: " + e.reason();
            }
        }
        return Fact.unknown(reason);
    }
}
