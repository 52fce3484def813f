package dev.gen2lift.inventory.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A device in a configuration's manifest.
 *
 * @param type the identifier of its class, in lower case
 * @param name as Hyper-V calls the class
 * @param settings its own, empty where it has none
 */
record Device(String type, String name, Optional<Settings> settings) {

    static final String BIOS = "ac6b8dc1-3257-4a70-b1b2-a9c9215659ad";
    static final String IDE = "83f8638b-8dca-4152-9eda-2ca8b33039b4";
    static final String SCSI = "d422512d-2bf2-4752-809d-7b82b5fcb1b4";
    static final String FLOPPY = "8f0d2762-0b00-4e04-af4f-19010527cb93";
    static final String SERIAL = "8e3a359f-559a-4b6a-98a9-1690a6100ed7";
    static final String SYNTHETIC_ETHERNET = "2fc216b0-d2e2-4967-9b6d-b8a5c9ca2778";
    static final String GPU_PARTITION = "99dcd00c-fbd6-42d3-9dfd-1b5ad7058f61";
    static final String PCI_EXPRESS = "2fcc454e-a36a-4c77-bb5e-a2d75a51f02c";

    /** What older manifests do not list; such a device's own identifier is that of its class. */
    private static final List<String> BUILT_IN = List.of(IDE, FLOPPY, SERIAL);

    /** In the manifest's order, which is that of the controllers' numbers. */
    static List<Device> in(Settings configuration) {
        List<Device> devices = new ArrayList<>();
        Settings manifest = configuration.at("manifest").orElseGet(() -> new Settings(""));
        for (Settings entry : manifest.children()) {
            Optional<String> type = entry.text("device").map(Device::identifier);
            Optional<String> instance = entry.text("instance").map(Device::identifier);
            if (type.isPresent()) {
                devices.add(new Device(
                        type.get(),
                        entry.text("name").orElse(""),
                        instance.flatMap(id -> configuration.at("_" + id.replace('/', '-') + "_"))));
            }
        }
        for (String builtIn : BUILT_IN) {
            Optional<Settings> settings = configuration.at("_" + builtIn + "_");
            if (settings.isPresent() && devices.stream().noneMatch(device -> device.is(builtIn))) {
                devices.add(new Device(builtIn, "", settings));
            }
        }
        return devices;
    }

    private static String identifier(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[{}]", "").trim();
    }

    boolean is(String other) {
        return type.equals(other);
    }

    boolean isNamed(String part) {
        return name.toLowerCase(Locale.ROOT).contains(part);
    }
}
