package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.Known;
import dev.gen2lift.guest.linux.MountFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The installed system of a machine whose files could be read, as the checks of rules look at it. */
record Guest(VmFacts vm, InspectedDisk disk, GuestFacts system, Target target) {

    /** Empty where there is no OS disk, or where nothing of the system on it could be read. */
    static Optional<Guest> of(VmFacts vm, Target target) {
        return vm.osDisk()
                .flatMap(os -> os.inspection()
                        .filter(seen -> wasRead(seen.guest()))
                        .map(seen -> new Guest(vm, new InspectedDisk(vm, os, seen, target), seen.guest(), target)));
    }

    static boolean wasRead(GuestFacts system) {
        return system.facts().get(SystemFacts.FOLDER) instanceof Known
                || system.facts().get(MountFacts.ROOT_VOLUME) instanceof Known;
    }

    boolean isWindows() {
        return system.family() == GuestFacts.Family.WINDOWS;
    }

    boolean isLinux() {
        return system.family() == GuestFacts.Family.LINUX;
    }

    Facts facts() {
        return system.facts();
    }

    <T> Fact<T> fact(FactName<T> name) {
        return system.facts().get(name);
    }

    /** The value where it is known; {@code otherwise} stands for "nothing is said". */
    <T> T value(FactName<T> name, T otherwise) {
        return fact(name).asOptional().orElse(otherwise);
    }

    /** About the machine, in its system's shell. */
    Observation saw(String evidence) {
        Observation seen = Observation.of(vm.name(), evidence).with("vm", new Remedy.LiteralName(vm.name()));
        return seen.remediedIn(isLinux() ? Remedy.Shell.SH : Remedy.Shell.POWERSHELL);
    }

    /** What was seen, and where. */
    Observation saw(String evidence, Fact<?> fact) {
        return saw(evidence + " (" + fact.explanation() + ")");
    }

    /** That a fact which decides is not known. */
    Observation notKnown(FactName<?> name) {
        return saw("not known: " + fact(name).explanation()).undecided();
    }

    /** Speaks where the fact's value is wrong, and where it is not known. */
    <T> Stream<Observation> where(FactName<T> name, Predicate<? super T> wrong, Function<? super T, String> says) {
        Fact<T> fact = fact(name);
        if (fact instanceof Known<T> known) {
            return wrong.test(known.value()) ? Stream.of(saw(says.apply(known.value()), fact)) : Stream.empty();
        }
        return Stream.of(notKnown(name));
    }

    /** Speaks where the fact says yes, and where it is not known. */
    Stream<Observation> where(FactName<Boolean> name, boolean wrong, String says) {
        return where(name, value -> value == wrong, value -> says);
    }

    /** An observation that can be no more than a hint. */
    static Observation lighter(Observation seen) {
        return seen.as(Severity.INFO);
    }
}
