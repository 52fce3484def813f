package dev.gen2lift.inventory;

import java.util.List;

/**
 * A machine, and where its disks can be read from here.
 *
 * @param disks one for each disk of the machine, in its order; empty where the machine's disks are not known
 */
public record LocatedMachine(HyperVMachine machine, List<LocatedDisk> disks) {

    public LocatedMachine {
        disks = List.copyOf(disks);
    }
}
