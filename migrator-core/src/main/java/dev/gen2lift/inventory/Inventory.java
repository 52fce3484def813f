package dev.gen2lift.inventory;

import java.util.List;

/** The machines that were found, and what could not be read on the way. */
public record Inventory(List<HyperVMachine> machines, List<Problem> problems) {

    public Inventory {
        machines = List.copyOf(machines);
        problems = List.copyOf(problems);
    }
}
