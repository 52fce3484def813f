package dev.gen2lift.assess;

import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.linux.DriverFacts;
import dev.gen2lift.guest.linux.DriverFacts.AtStart;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The disk controllers that a guest is known to start from. SCSI always counts: other rules tell where it lacks. */
final class GuestDrivers {

    /** Windows Server 2019: the first that Azure lists for remote disks by NVMe. */
    private static final int NVME_WINDOWS_BUILD = 17_763;

    private static final List<String> NVME_MODULES = List.of("nvme", "nvme_core", "pci_hyperv");

    private GuestDrivers() {}

    static Set<Controller> of(VmFacts vm) {
        Set<Controller> controllers = EnumSet.of(Controller.SCSI);
        Optional<GuestFacts> guest = vm.osDisk().flatMap(DiskFacts::inspection).map(DiskInspection::guest);
        if (guest.filter(GuestDrivers::startsFromNvme).isPresent()) {
            controllers.add(Controller.NVME);
        }
        return controllers;
    }

    private static boolean startsFromNvme(GuestFacts guest) {
        return switch (guest.family()) {
            case WINDOWS -> recent(guest.build()) && bootStarted(guest.facts());
            case LINUX -> inTime(guest.facts());
            case UNKNOWN -> false;
        };
    }

    private static boolean recent(Optional<String> build) {
        return build.map(text -> text.split("\\.")[0])
                .filter(text -> text.matches("[0-9]{1,6}"))
                .filter(text -> Integer.parseInt(text) >= NVME_WINDOWS_BUILD)
                .isPresent();
    }

    private static boolean bootStarted(Facts facts) {
        return facts.get(ServiceFacts.of("stornvme"))
                .asOptional()
                .filter(service -> service.starts(ServiceState.Start.BOOT))
                .filter(service -> service.imageExists().orElse(true))
                .isPresent();
    }

    private static boolean inTime(Facts facts) {
        Optional<Map<String, AtStart>> drivers =
                facts.get(DriverFacts.START_DRIVERS).asOptional();
        return drivers.isPresent()
                && NVME_MODULES.stream()
                        .allMatch(name -> drivers.get().getOrDefault(name, AtStart.MISSING) != AtStart.MISSING);
    }
}
