package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskRole;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.TargetTrait;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.FactName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rule as a row of the catalogue: its texts, and a check that only says what it saw. */
record RuleRow(RuleInfo info, Check check) implements Rule {

    /** The part of a rule that looks. */
    @FunctionalInterface
    interface Check {
        Stream<Observation> look(VmFacts vm, Target target);
    }

    @Override
    public Stream<Finding> check(VmFacts facts, Target target) {
        return info.severityFor(target).stream()
                .flatMap(severity -> check.look(facts, target).map(seen -> finding(seen, severity)));
    }

    private Finding finding(Observation seen, Severity ofRule) {
        Severity meant =
                seen.severity().filter(lighter -> lighter.compareTo(ofRule) > 0).orElse(ofRule);
        Severity shown = !seen.decided() && meant == Severity.BLOCKER ? Severity.WARNING : meant;
        return new Finding(
                info,
                shown,
                seen.subject(),
                seen.evidence(),
                info.remedyFor(seen.shell()).with(seen.values()),
                seen.decided(),
                seen.decided() ? shown : seen.atWorst().orElse(meant),
                Optional.empty());
    }

    static Draft rule(String id) {
        return new Draft(id);
    }

    /** A row being written; every text is required. */
    static final class Draft {
        private final String id;
        private final Map<TargetTrait, Severity> severities = new EnumMap<>(TargetTrait.class);
        private @Nullable String title;
        private @Nullable String why;
        private @Nullable Source source;
        private final List<Remedy> remedies = new ArrayList<>();

        private Draft(String id) {
            this.id = id;
        }

        Draft title(String text) {
            title = text;
            return this;
        }

        Draft why(String text) {
            why = text;
            return this;
        }

        /** Applies to both generations. */
        Draft severity(Severity severity) {
            return gen2(severity).gen1(severity);
        }

        Draft gen2(Severity severity) {
            return on(TargetTrait.GEN2, severity);
        }

        Draft gen1(Severity severity) {
            return on(TargetTrait.GEN1, severity);
        }

        Draft trustedLaunch(Severity severity) {
            return on(TargetTrait.TRUSTED_LAUNCH, severity);
        }

        Draft confidential(Severity severity) {
            return on(TargetTrait.CONFIDENTIAL, severity);
        }

        /** Applies where firmware enforces Secure Boot: with Trusted Launch and on confidential VMs. */
        Draft secureBoot(Severity severity) {
            return trustedLaunch(severity).confidential(severity);
        }

        Draft nvme(Severity severity) {
            return on(TargetTrait.NVME, severity);
        }

        private Draft on(TargetTrait trait, Severity severity) {
            severities.put(trait, severity);
            return this;
        }

        Draft source(Source document) {
            source = document;
            return this;
        }

        /** The first one serves where the check does not choose another by its shell. */
        Draft remedy(Remedy text) {
            remedies.add(text);
            return this;
        }

        /** Commands for an elevated PowerShell in the guest. */
        Draft inWindows(String commands) {
            return remedy(Remedy.powershell("# in the guest, elevated\n" + commands));
        }

        /** Commands for root's shell in the guest. */
        Draft inLinux(String commands) {
            return remedy(Remedy.sh("# in the guest as root\n" + commands));
        }

        /** Commands for PowerShell on the Hyper-V host. */
        Draft onHost(String commands) {
            return remedy(Remedy.powershell("# on the Hyper-V host\n" + commands));
        }

        Draft inWords(String text) {
            return remedy(Remedy.words(text));
        }

        Rule machine(Check check) {
            return new RuleRow(
                    new RuleInfo(
                            id,
                            Objects.requireNonNull(title),
                            Objects.requireNonNull(why),
                            severities,
                            Objects.requireNonNull(source),
                            remedies),
                    check);
        }

        /** The check looks at the installed system, where its files could be read. */
        Rule guest(Function<Guest, Stream<Observation>> look) {
            return machine((vm, target) -> Guest.of(vm, target).stream().flatMap(look));
        }

        /** The check looks at the installed system where it is Windows. */
        Rule windows(Function<Guest, Stream<Observation>> look) {
            return guest(guest -> guest.isWindows() ? look.apply(guest) : Stream.empty());
        }

        /** The rule speaks where Windows has a wrong value, and where it is not known. */
        <T> Rule windows(FactName<T> fact, Predicate<? super T> wrong, Function<? super T, String> says) {
            return windows(guest -> guest.where(fact, wrong, says));
        }

        /** The check looks at the installed system where it is Linux. */
        Rule linux(Function<Guest, Stream<Observation>> look) {
            return guest(guest -> guest.isLinux() ? look.apply(guest) : Stream.empty());
        }

        /** The rule speaks where Linux has a wrong value, and where it is not known. */
        <T> Rule linux(FactName<T> fact, Predicate<? super T> wrong, Function<? super T, String> says) {
            return linux(guest -> guest.where(fact, wrong, says));
        }

        /** The check looks at the machine as Hyper-V describes it, where an inventory does. */
        Rule configuration(Function<Configuration, Stream<Observation>> look) {
            return machine((vm, target) -> vm.configuration().stream()
                    .map(machine -> new Configuration(vm, machine, target))
                    .flatMap(look));
        }

        /** The check looks at each disk that could be read. */
        Rule eachDisk(Function<InspectedDisk, Optional<Observation>> look) {
            return disks(disk -> true, look);
        }

        /** The check looks at the disk that the machine starts from, where it could be read. */
        Rule osDisk(Function<InspectedDisk, Optional<Observation>> look) {
            return disks(disk -> disk.role().is(DiskRole.OS), look);
        }

        /** The check looks at each data disk that could be read. */
        Rule dataDisks(Function<InspectedDisk, Optional<Observation>> look) {
            return disks(disk -> !disk.role().is(DiskRole.OS), look);
        }

        private Rule disks(Predicate<DiskFacts> which, Function<InspectedDisk, Optional<Observation>> look) {
            return machine((vm, target) -> vm.disks().stream()
                    .filter(which)
                    .flatMap(disk -> disk.inspection().stream()
                            .map(seen -> new InspectedDisk(vm, disk, seen, target))
                            .flatMap(inspected -> look.apply(inspected).stream())));
        }
    }
}
