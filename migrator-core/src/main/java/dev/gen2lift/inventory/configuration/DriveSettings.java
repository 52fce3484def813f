package dev.gen2lift.inventory.configuration;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.DriveLocation.Bus;
import dev.gen2lift.inventory.RemovableDrive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The drives on the controllers of a configuration. */
final class DriveSettings {

    private static final Pattern NUMBERED = Pattern.compile("(?:controller|drive)(\\d{1,4})", Pattern.CASE_INSENSITIVE);

    private record Drive(DriveLocation at, String type, String path, Settings settings) {}

    private final String source;
    private final List<Drive> drives = new ArrayList<>();

    DriveSettings(String source, List<Device> devices) {
        this.source = source;
        int scsi = 0;
        for (Device device : devices) {
            if (device.is(Device.IDE)) {
                add(Bus.IDE, 0, device);
            } else if (device.is(Device.FLOPPY)) {
                add(Bus.FLOPPY, 0, device);
            } else if (device.is(Device.SCSI)) {
                add(Bus.SCSI, scsi++, device);
            }
        }
        drives.sort(Comparator.comparing(Drive::at));
    }

    private void add(Bus bus, int first, Device device) {
        if (device.settings().isEmpty()) {
            return;
        }
        for (Settings controller : device.settings().get().children()) {
            int number = number(controller);
            if (number < 0) {
                continue;
            }
            for (Settings drive : controller.children()) {
                if (number(drive) >= 0) {
                    drives.add(new Drive(
                            new DriveLocation(bus, first + number, number(drive)),
                            drive.text("type").orElse("").toUpperCase(Locale.ROOT),
                            drive.text("pathname").orElse(""),
                            drive));
                }
            }
        }
    }

    private static int number(Settings node) {
        Matcher name = NUMBERED.matcher(node.name());
        return name.matches() ? Integer.parseInt(name.group(1)) : -1;
    }

    List<AttachedDisk> disks() {
        return drives.stream()
                .filter(drive -> !isRemovable(drive) && !drive.type.equals("NONE") && !isEmpty(drive))
                .map(this::disk)
                .toList();
    }

    private static boolean isEmpty(Drive drive) {
        return drive.path.isEmpty() && drive.type.isEmpty();
    }

    private AttachedDisk disk(Drive drive) {
        AttachedDisk.Backing backing = backing(drive);
        Fact<String> path = drive.path.isEmpty()
                ? Fact.unknown("the configuration names no file for it")
                : Fact.known(drive.path, source);
        Optional<Boolean> reservations = drive.settings.flag("persistent_reservations_supported");
        Fact<Boolean> shared = backing == AttachedDisk.Backing.VHD_SET
                ? Fact.known(true, source)
                : Fact.known(reservations.orElse(false), source);
        return new AttachedDisk(
                Fact.known(drive.at, source), backing, path, shared, Fact.unknown("only the image tells"));
    }

    private static AttachedDisk.Backing backing(Drive drive) {
        String path = drive.path.toLowerCase(Locale.ROOT);
        if (drive.type.equals("VHD")) {
            return path.endsWith(".vhds") ? AttachedDisk.Backing.VHD_SET : AttachedDisk.Backing.IMAGE;
        }
        return drive.type.startsWith("PHYSICAL") || path.contains("physicaldrive") || path.startsWith("microsoft:")
                ? AttachedDisk.Backing.PHYSICAL
                : AttachedDisk.Backing.UNKNOWN;
    }

    List<RemovableDrive> removable() {
        return drives.stream()
                .filter(DriveSettings::isRemovable)
                .map(drive -> new RemovableDrive(
                        drive.type.equals("VFD") ? RemovableDrive.Kind.FLOPPY : RemovableDrive.Kind.DVD,
                        Fact.known(drive.at, source),
                        Optional.of(drive.path).filter(path -> !path.isEmpty())))
                .toList();
    }

    private static boolean isRemovable(Drive drive) {
        return drive.type.equals("ISO") || drive.type.equals("VFD") || drive.type.endsWith("DVD");
    }
}
