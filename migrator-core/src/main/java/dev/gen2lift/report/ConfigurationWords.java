package dev.gen2lift.report;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.HyperVMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an inventory says of a machine, for people; what it does not say is left out. Public for the templates. */
public final class ConfigurationWords {

    private final List<Line> lines = new ArrayList<>();

    private ConfigurationWords() {}

    /** @param value hostile text, escape it */
    public record Line(String name, String value) {}

    public static List<Line> of(HyperVMachine machine) {
        ConfigurationWords words = new ConfigurationWords();
        words.add("Host", machine.host(), Function.identity());
        words.add("State", machine.state(), Wording::style);
        words.add("Generation", machine.generation(), Wording::generation);
        words.add("Configuration version", machine.version(), Function.identity());
        words.add("Processors", machine.processors().count(), count -> Wording.count(count));
        words.memory(machine);
        words.add("Network interfaces", machine.adapters(), adapters -> Wording.count(adapters.size()));
        words.add("Disks", machine.disks(), disks -> Wording.count(disks.size()));
        words.add("Checkpoints", machine.checkpoints(), checkpoints -> Wording.count(checkpoints.size()));
        words.lines.add(new Line("Told by", machine.origin()));
        return List.copyOf(words.lines);
    }

    private void memory(HyperVMachine machine) {
        Optional<Long> most = machine.memory().maximum().asOptional();
        boolean dynamic = machine.memory().dynamic().is(true);
        add(
                "Memory",
                machine.memory().startup(),
                bytes -> ByteSize.text(bytes)
                        + (dynamic
                                ? most.map(bound -> ", dynamic up to " + ByteSize.text(bound))
                                        .orElse(", dynamic")
                                : ""));
    }

    private <T> void add(String name, Fact<T> fact, Function<T, String> words) {
        fact.asOptional().ifPresent(value -> lines.add(new Line(name, words.apply(value))));
    }
}
