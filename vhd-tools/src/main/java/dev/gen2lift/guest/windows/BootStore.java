package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.guest.registry.RegistryHive;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import dev.gen2lift.guest.windows.BootEntry.BootDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A store of boot configuration data: a hive whose keys are objects, each with elements (bcdedit's names and numbers; the
 * binary form of devices as stores that Windows wrote have it).
 */
final class BootStore {

    private static final String STRUCTURE = "boot configuration data";
    private static final String BOOT_MANAGER = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";

    // Elements of the boot manager.
    private static final int DEFAULT_ENTRY = 0x23000003;
    private static final int DISPLAY_ORDER = 0x24000001;
    private static final int TIMEOUT = 0x25000004;
    private static final int DISPLAY_BOOT_MENU = 0x26000020;

    // Elements of every application.
    private static final int DEVICE = 0x11000001;
    private static final int PATH = 0x12000002;
    private static final int DESCRIPTION = 0x12000004;
    private static final int INHERIT = 0x14000006;
    private static final int RECOVERY_ENABLED = 0x16000009;
    private static final int BOOT_EMS = 0x16000020;
    private static final int EMS_PORT = 0x15000022;
    private static final int EMS_BAUD_RATE = 0x15000023;
    private static final int NO_INTEGRITY_CHECKS = 0x16000048;
    private static final int TEST_SIGNING = 0x16000049;

    // Elements of the loader of Windows.
    private static final int OS_DEVICE = 0x21000001;
    private static final int SYSTEM_ROOT = 0x22000002;
    private static final int BOOT_STATUS_POLICY = 0x250000E0;
    private static final int EMS = 0x260000B0;

    /** Objects that one inherits from, one after the other. */
    private static final int MAX_INHERITED = 16;

    private static final int DEVICE_TYPE = 16;
    private static final int DEVICE_DATA = 32;
    private static final int PARTITION_STYLE = 52;
    private static final int DISK_ID = 56;
    private static final int TYPE_BOOT = 5;
    private static final int TYPE_PARTITION = 6;

    private final String name;
    private final RegistryHive hive;

    private BootStore(String name, RegistryHive hive) {
        this.name = name;
        this.hive = hive;
    }

    /**
     * The entry that {@code hive} would start.
     *
     * @param name what messages call the store
     * @throws BadImageException where the store is damaged, or names no entry
     */
    static BootEntry defaultEntry(String name, RegistryHive hive) throws IOException {
        return new BootStore(name, hive).read();
    }

    private BootEntry read() throws IOException {
        List<RegistryKey> manager = objects(BOOT_MANAGER);
        Optional<RegistryValue> order = element(manager, DISPLAY_ORDER);
        List<String> entries = order.isEmpty() ? List.of() : order.get().texts();
        Optional<RegistryValue> chosen = element(manager, DEFAULT_ENTRY);
        if (chosen.isEmpty() && entries.isEmpty()) {
            throw bad("the boot manager names no entry");
        }
        String id = chosen.isEmpty() ? entries.get(0) : chosen.get().text();
        List<RegistryKey> loader = objects(id);
        if (loader.isEmpty()) {
            throw bad("the default entry " + id + " is not there");
        }
        return new BootEntry(
                name,
                id,
                text(loader, DESCRIPTION),
                text(loader, PATH),
                text(loader, SYSTEM_ROOT),
                device(loader, DEVICE),
                device(loader, OS_DEVICE),
                flag(loader, TEST_SIGNING, false),
                flag(loader, NO_INTEGRITY_CHECKS, false),
                flag(loader, RECOVERY_ENABLED, true),
                number(loader, BOOT_STATUS_POLICY),
                flag(loader, EMS, false),
                flag(manager, BOOT_EMS, false),
                flag(manager, DISPLAY_BOOT_MENU, false),
                number(manager, TIMEOUT),
                number(loader, EMS_PORT),
                number(loader, EMS_BAUD_RATE),
                entries.size());
    }

    private BadImageException bad(String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, name, STRUCTURE, 0, reason);
    }

    /** An object, then those that it inherits from; empty where there is no such object. */
    private List<RegistryKey> objects(String id) throws IOException {
        List<RegistryKey> found = new ArrayList<>();
        List<String> wanted = new ArrayList<>(List.of(id));
        for (int i = 0; i < wanted.size() && i < MAX_INHERITED; i++) {
            Optional<RegistryKey> object = hive.find("Objects\\" + wanted.get(i));
            if (object.isPresent()) {
                found.add(object.get());
                Optional<RegistryValue> inherited = element(List.of(object.get()), INHERIT);
                if (inherited.isPresent()) {
                    inherited.get().texts().stream()
                            .limit(MAX_INHERITED)
                            .filter(each -> !wanted.contains(each))
                            .forEach(wanted::add);
                }
            } else if (i == 0) {
                return List.of();
            }
        }
        return found;
    }

    private static Optional<RegistryValue> element(List<RegistryKey> objects, int element) throws IOException {
        for (RegistryKey object : objects) {
            Optional<RegistryKey> key = object.find("Elements\\" + String.format(Locale.ROOT, "%08x", element));
            if (key.isPresent()) {
                return key.get().value("Element");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(List<RegistryKey> objects, int element) throws IOException {
        Optional<RegistryValue> value = element(objects, element);
        return value.isEmpty() ? Optional.empty() : Optional.of(value.get().text());
    }

    /** Numbers are stored as bytes, the lowest first. */
    private static Optional<Long> number(List<RegistryKey> objects, int element) throws IOException {
        Optional<RegistryValue> value = element(objects, element);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = value.get().bytes();
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        number.put(bytes, 0, Math.min(Long.BYTES, bytes.length));
        return Optional.of(number.getLong(0));
    }

    private static boolean flag(List<RegistryKey> objects, int element, boolean absent) throws IOException {
        return number(objects, element).map(number -> number != 0).orElse(absent);
    }

    private static Optional<BootDevice> device(List<RegistryKey> objects, int element) throws IOException {
        Optional<RegistryValue> value = element(objects, element);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        BinaryCursor data =
                BinaryCursor.of("BCD", STRUCTURE + ", device", 0, value.get().bytes(), ByteOrder.LITTLE_ENDIAN);
        long type = data.at(DEVICE_TYPE).u32();
        if (type == TYPE_BOOT) {
            return Optional.of(BootDevice.of("boot"));
        }
        if (type != TYPE_PARTITION) {
            return Optional.of(BootDevice.of("other"));
        }
        long style = data.at(PARTITION_STYLE).u32();
        if (style == 0) {
            String partition = data.at(DEVICE_DATA).guid().toString().toUpperCase(Locale.ROOT);
            String disk = data.at(DISK_ID).guid().toString().toUpperCase(Locale.ROOT);
            return Optional.of(
                    new BootDevice("partition", Optional.of(partition), Optional.of(disk), Optional.empty()));
        }
        long offset = data.at(DEVICE_DATA).u64();
        String signature = String.format(Locale.ROOT, "%08X", data.at(DISK_ID).u32());
        return Optional.of(new BootDevice("partition", Optional.empty(), Optional.of(signature), Optional.of(offset)));
    }
}
