package dev.gen2lift.report.baseline;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.Readiness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has changed since an older report. Machines are told apart by their names; of several with one name, the first is
 * compared with the first.
 *
 * @param since when the older report was made; empty where it does not say
 * @param machines one for each machine of the new assessment, in its order
 * @param gone machines that only the older report has, in its order
 */
public record Changes(Optional<Instant> since, List<MachineChange> machines, List<Baseline.Machine> gone) {

    public Changes {
        machines = List.copyOf(machines);
        gone = List.copyOf(gone);
    }

    /** Since {@code baseline}. */
    public static Changes between(Baseline baseline, FleetAssessment fleet) {
        Map<String, Deque<Baseline.Machine>> before = new HashMap<>();
        for (Baseline.Machine machine : baseline.machines()) {
            before.computeIfAbsent(machine.name(), name -> new ArrayDeque<>()).add(machine);
        }
        List<MachineChange> machines = new ArrayList<>();
        for (Assessment vm : fleet.vms()) {
            // as the older report has it: half a surrogate pair has no form in JSON
            Deque<Baseline.Machine> same =
                    before.getOrDefault(wellFormed(vm.vm().name()), new ArrayDeque<>());
            machines.add(change(Optional.ofNullable(same.poll()), vm));
        }
        List<Baseline.Machine> gone = new ArrayList<>();
        for (Baseline.Machine machine : baseline.machines()) {
            Deque<Baseline.Machine> left = before.getOrDefault(machine.name(), new ArrayDeque<>());
            if (!left.isEmpty() && left.peek() == machine) {
                gone.add(left.remove());
            }
        }
        return new Changes(baseline.assessedAt(), machines, gone);
    }

    private static MachineChange change(Optional<Baseline.Machine> old, Assessment vm) {
        List<Baseline.FindingKey> now = vm.findings().stream().map(Changes::key).toList();
        FindingChanges findings =
                FindingChanges.between(old.map(Baseline.Machine::findings).orElse(List.of()), now);
        return new MachineChange(
                vm.vm().name(),
                old,
                vm.readiness(),
                target(vm),
                old.isPresent() ? findings.appeared() : List.of(),
                findings.resolved());
    }

    private static String target(Assessment vm) {
        return vm.target().generation().name() + " "
                + vm.target().securityType().azureName();
    }

    private static Baseline.FindingKey key(Finding finding) {
        return new Baseline.FindingKey(finding.rule().id(), finding.severity(), wellFormed(finding.subject()));
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    public List<MachineChange> added() {
        return machines.stream().filter(MachineChange::isNew).toList();
    }

    /** Those that both reports have and that are not as they were. */
    public List<MachineChange> changed() {
        return machines.stream()
                .filter(machine -> !machine.isNew() && machine.isChanged())
                .toList();
    }

    public int unchanged() {
        return machines.size() - added().size() - changed().size();
    }

    public int appearedFindings() {
        return machines.stream().mapToInt(machine -> machine.appeared().size()).sum();
    }

    public int resolvedFindings() {
        return machines.stream().mapToInt(machine -> machine.resolved().size()).sum();
    }

    /**
     * One machine.
     *
     * @param before as the older report has it; empty where it is new
     * @param target generation and security type, as the older report's
     * @param appeared findings that the older report does not have; none for a machine that is new
     * @param resolved findings of the older report that are no more
     */
    public record MachineChange(
            String name,
            Optional<Baseline.Machine> before,
            Readiness readiness,
            String target,
            List<Baseline.FindingKey> appeared,
            List<Baseline.FindingKey> resolved) {

        public MachineChange {
            appeared = List.copyOf(appeared);
            resolved = List.copyOf(resolved);
        }

        /** Whether the older report of the machine does not have it. */
        public boolean hasAppeared(Finding finding) {
            return appeared.contains(key(finding));
        }

        public boolean isNew() {
            return before.isEmpty();
        }

        /** The readiness before, where it was another one. */
        public Optional<Readiness> readinessBefore() {
            return before.map(Baseline.Machine::readiness).filter(old -> old != readiness);
        }

        /** The target before, where it was another one. */
        public Optional<String> targetBefore() {
            return before.map(Baseline.Machine::target).filter(old -> !old.equals(target));
        }

        public boolean isChanged() {
            return isNew()
                    || readinessBefore().isPresent()
                    || targetBefore().isPresent()
                    || !appeared.isEmpty()
                    || !resolved.isEmpty();
        }

        /** A word for filters: "new", "changed", "unchanged". */
        public String kind() {
            return isNew() ? "new" : isChanged() ? "changed" : "unchanged";
        }
    }
}
