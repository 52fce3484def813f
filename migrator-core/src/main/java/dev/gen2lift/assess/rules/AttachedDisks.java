package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.inventory.AttachedDisk;
import java.util.List;
import java.util.stream.Stream;

/** The disks that an inventory says a machine has. */
final class AttachedDisks {

    private AttachedDisks() {}

    /** None where no inventory describes the machine, or where it does not tell. */
    static Stream<AttachedDisk> of(VmFacts vm) {
        return vm.configuration().flatMap(machine -> machine.disks().asOptional()).orElse(List.of()).stream();
    }

    static String name(AttachedDisk disk) {
        return disk.path().asOptional().orElseGet(() -> place(disk));
    }

    static String place(AttachedDisk disk) {
        return disk.at().asOptional().map(Object::toString).orElse("an unknown place");
    }
}
