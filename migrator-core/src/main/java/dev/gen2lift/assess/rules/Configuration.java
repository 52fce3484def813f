package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Known;
import dev.gen2lift.inventory.HyperVMachine;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A machine as Hyper-V describes it, as the checks of rules look at it. */
record Configuration(VmFacts vm, HyperVMachine machine, Target target) {

    Observation saw(String evidence) {
        return Observation.of(vm.name(), evidence).with("vm", new Remedy.LiteralName(machine.name()));
    }

    /** Speaks where the value is wrong, and where it is not known. */
    <T> Stream<Observation> where(Fact<T> fact, Predicate<? super T> wrong, Function<? super T, String> says) {
        if (fact instanceof Known<T> known) {
            return wrong.test(known.value()) ? Stream.of(saw(says.apply(known.value()))) : Stream.empty();
        }
        // one gap in an inventory is a condition to know of; what blocks shows on the disks as well
        return Stream.of(saw("not known: " + fact.explanation()).undecided().as(Severity.WARNING));
    }

    /** Speaks of those of a list that are meant, in one finding; and where the list is not known. */
    <T> Stream<Observation> whereAny(Fact<List<T>> fact, Predicate<? super T> meant, Function<? super T, String> says) {
        return where(
                fact,
                list -> list.stream().anyMatch(meant),
                list -> texts(list.stream().filter(meant).toList(), says));
    }

    private static <T> String texts(Collection<T> values, Function<? super T, String> says) {
        return values.stream().map(says).collect(Collectors.joining("; "));
    }

    static boolean isYes(Fact<Boolean> fact) {
        return fact.is(true);
    }
}
