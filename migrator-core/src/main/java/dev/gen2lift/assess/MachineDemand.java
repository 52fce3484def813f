package dev.gen2lift.assess;

import dev.gen2lift.assess.sizing.Load;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Memory;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The processors and the memory that a machine is to get: what it has, or of what it has the share that it was seen to
 * use, with comfort.
 *
 * @param vcpus at least 1
 * @param memory bytes
 */
record MachineDemand(Fact<Integer> vcpus, Fact<Long> memory) {

    // Hyper-V's own maximum for dynamic memory where nobody set one: not a wish
    private static final long UNSET_MAXIMUM = 1024 * ByteSize.GIB;

    static MachineDemand of(Optional<HyperVMachine> configuration, Load load, double comfort) {
        if (configuration.isEmpty()) {
            String reason = "no inventory describes the machine";
            return new MachineDemand(Fact.unknown(reason), Fact.unknown(reason));
        }
        HyperVMachine machine = configuration.get();
        Fact<Integer> count = machine.processors().count();
        Fact<Integer> vcpus = count.asOptional()
                .filter(has -> has > 0)
                .map(has -> Fact.known((int) used(has, load.cpu(), comfort), source("processors", load.cpu())))
                .orElse(count);
        Fact<Long> has = memory(machine.memory(), comfort);
        Fact<Long> memory = has.asOptional()
                .filter(bytes -> bytes > 0)
                .map(bytes -> Fact.known(
                        used(bytes, load.memory(), comfort),
                        load.memory().isPresent() ? source("memory", load.memory()) : has.explanation()))
                .orElse(has);
        return new MachineDemand(vcpus, memory);
    }

    private static long used(long has, OptionalDouble share, double comfort) {
        return share.isPresent() ? Math.max(1, (long) Math.ceil(has * share.getAsDouble() * comfort)) : has;
    }

    private static String source(String what, OptionalDouble share) {
        return share.isPresent() ? "the " + what + " that were seen in use" : "the machine's " + what;
    }

    /** The maximum of dynamic memory where somebody set one; else what it has now, or starts with, and some more. */
    private static Fact<Long> memory(Memory memory, double comfort) {
        if (!memory.dynamic().is(true)) {
            return memory.startup();
        }
        Optional<Long> maximum = memory.maximum().asOptional().filter(bytes -> bytes > 0 && bytes != UNSET_MAXIMUM);
        if (maximum.isPresent()) {
            return Fact.known(maximum.get(), "the maximum of its dynamic memory");
        }
        return memory.assigned()
                .asOptional()
                .filter(bytes -> bytes > 0)
                .or(() -> memory.startup().asOptional())
                .map(bytes -> Fact.known(
                        (long) Math.ceil(bytes * comfort),
                        "its dynamic memory has no maximum of its own: what it has, with comfort"))
                .orElseGet(memory::startup);
    }
}
