package dev.gen2lift.inventory.cim;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.DriveLocation.Bus;
import dev.gen2lift.inventory.RemovableDrive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Drives: each hangs by its Parent on a controller, and by another's Parent carries a medium
 * (Msvm_ResourceAllocationSettingData, Msvm_StorageAllocationSettingData).
 */
final class CimDrives {

    private static final String SOURCE = "Hyper-V";
    private static final String NOWHERE = "its controller is not among the machine's settings";

    private record Controller(Bus bus, int number) {}

    private record Drive(CimRow row, Fact<DriveLocation> at, String subType, Optional<CimRow> medium) {}

    private final List<Drive> drives = new ArrayList<>();

    CimDrives(CimSettings settings) {
        List<CimRow> resources = settings.of("Msvm_ResourceAllocationSettingData");
        Map<String, Controller> controllers = controllers(resources);
        Map<String, CimRow> media = new HashMap<>();
        for (CimRow storage : settings.of("Msvm_StorageAllocationSettingData")) {
            storage.reference("Parent").ifPresent(parent -> media.putIfAbsent(parent, storage));
        }
        for (CimRow row : resources) {
            String subType = subType(row);
            if (!subType.endsWith(" DRIVE")) {
                continue;
            }
            Optional<Controller> controller = row.reference("Parent").map(controllers::get);
            Optional<Integer> location = row.number("AddressOnParent")
                    .filter(number -> number >= 0 && number < 256)
                    .map(Long::intValue);
            Fact<DriveLocation> at = controller.isPresent() && location.isPresent()
                    ? Fact.known(
                            new DriveLocation(controller.get().bus, controller.get().number, location.get()), SOURCE)
                    : Fact.unknown(NOWHERE);
            drives.add(new Drive(row, at, subType, Optional.ofNullable(media.get(row.id()))));
        }
        drives.sort(Comparator.comparing(
                drive -> drive.at.asOptional().orElse(null), Comparator.nullsLast(Comparator.naturalOrder())));
    }

    private static String subType(CimRow row) {
        String text = row.text("ResourceSubType").orElse("").toUpperCase(Locale.ROOT);
        return text.substring(text.lastIndexOf(':') + 1);
    }

    private static Map<String, Controller> controllers(List<CimRow> resources) {
        Map<String, Controller> controllers = new HashMap<>();
        int scsi = 0;
        for (CimRow row : resources) {
            switch (subType(row)) {
                case "EMULATED IDE CONTROLLER" ->
                    controllers.put(
                            row.id(),
                            new Controller(
                                    Bus.IDE,
                                    row.number("Address").filter(n -> n == 1).isPresent() ? 1 : 0));
                case "SYNTHETIC SCSI CONTROLLER" -> controllers.put(row.id(), new Controller(Bus.SCSI, scsi++));
                case "PERSISTENT MEMORY CONTROLLER" -> controllers.put(row.id(), new Controller(Bus.PMEM, 0));
                case "DISKETTE CONTROLLER" -> controllers.put(row.id(), new Controller(Bus.FLOPPY, 0));
                default -> {}
            }
        }
        return controllers;
    }

    /** How many SCSI controllers drives hang on. */
    boolean hasOneScsiController() {
        return drives.stream()
                        .flatMap(drive -> drive.at.asOptional().stream())
                        .filter(at -> at.bus() == Bus.SCSI)
                        .mapToInt(DriveLocation::controller)
                        .max()
                        .orElse(0)
                == 0;
    }

    List<AttachedDisk> disks() {
        List<AttachedDisk> disks = new ArrayList<>();
        for (Drive drive : drives) {
            if (drive.subType.equals("PHYSICAL DISK DRIVE")) {
                disks.add(new AttachedDisk(
                        drive.at,
                        AttachedDisk.Backing.PHYSICAL,
                        path(drive.row),
                        Fact.known(false, SOURCE),
                        Fact.unknown("the host does not say")));
            } else if (drive.subType.equals("SYNTHETIC DISK DRIVE") || drive.subType.equals("KEY STORAGE DRIVE")) {
                drive.medium.ifPresent(medium -> disks.add(disk(drive, medium)));
            }
        }
        return disks;
    }

    private static AttachedDisk disk(Drive drive, CimRow medium) {
        Fact<String> path = path(medium);
        boolean set = path.asOptional()
                .filter(text -> text.toLowerCase(Locale.ROOT).endsWith(".vhds"))
                .isPresent();
        return new AttachedDisk(
                drive.at,
                set ? AttachedDisk.Backing.VHD_SET : AttachedDisk.Backing.IMAGE,
                path,
                set
                        ? Fact.known(true, SOURCE)
                        : Fact.known(
                                medium.flag("PersistentReservationsSupported").orElse(false), SOURCE),
                medium.number("VirtualResourceSize")
                        .filter(size -> size > 0)
                        .map(size -> Fact.known(size, SOURCE))
                        .orElseGet(() -> Fact.unknown("only the image tells")));
    }

    private static Fact<String> path(CimRow row) {
        return row.filled("HostResource")
                .map(path -> Fact.known(path, SOURCE))
                .orElseGet(() -> Fact.unknown("the settings name nothing behind it"));
    }

    List<RemovableDrive> removable() {
        List<RemovableDrive> removable = new ArrayList<>();
        for (Drive drive : drives) {
            Optional<String> medium = drive.medium.flatMap(row -> row.filled("HostResource"));
            if (drive.subType.endsWith("DVD DRIVE")) {
                removable.add(new RemovableDrive(RemovableDrive.Kind.DVD, drive.at, medium));
            } else if (drive.subType.endsWith("DISKETTE DRIVE")) {
                removable.add(new RemovableDrive(RemovableDrive.Kind.FLOPPY, drive.at, medium));
            }
        }
        return removable;
    }
}
