package dev.gen2lift.report.fleet;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.report.ReportExtras;
import dev.gen2lift.report.Wording;
import dev.gen2lift.report.baseline.Changes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The page of an assessment.
 *
 * @param rows one for each machine, in the assessment's order
 * @param rules those that spoke
 * @param changes since an older report, where one was given
 * @param held whether the machines' sections are kept as text until they are asked for: beyond some number, a browser
 *     would take seconds to lay out all of them
 */
public record FleetPage(
        FleetAssessment fleet,
        List<MachineRow> rows,
        List<RuleTally> rules,
        MachineBytes bytes,
        Optional<Changes> changes,
        boolean held) {

    /** From so many machines on, sections are held back; a page of fewer works without scripts too. */
    static final int HELD_FROM = 60;

    private static final int MOST_BARS = 8;

    public static FleetPage of(FleetAssessment fleet, ReportExtras extras) {
        List<MachineRow> rows = IntStream.range(0, fleet.vms().size())
                .mapToObj(at -> MachineRow.of(
                        "vm-" + at,
                        fleet.vms().get(at),
                        extras.changes().map(changes -> changes.machines().get(at)),
                        Optional.ofNullable(extras.scripts().get(at))))
                .toList();
        return new FleetPage(
                fleet,
                rows,
                RuleTally.of(fleet.vms()),
                MachineBytes.sum(rows.stream().map(MachineRow::bytes).toList()),
                extras.changes(),
                rows.size() >= HELD_FROM);
    }

    /**
     * What stands before a machine's section: nothing, or the start of a block that browsers keep as text. No name ends
     * such a block, because the section has each "<" of a name escaped.
     */
    public String before(MachineRow row) {
        return held ? "<script type=\"text/html\" id=\"" + row.id() + "-held\">" : "";
    }

    /** What stands behind a machine's section. */
    public String after() {
        return held ? "</script>" : "";
    }

    /** What all machines get in Azure together; empty where no machine has a size. */
    public Optional<SizeTotals> totals() {
        return SizeTotals.of(fleet.vms());
    }

    public List<Slice> readiness() {
        return Slice.of(fleet);
    }

    /** The rules that speak for the most machines, blockers and warnings first. */
    public List<Bar> ruleBars() {
        List<RuleTally> first = rules.stream().limit(MOST_BARS).toList();
        long longest = first.stream().mapToInt(RuleTally::machines).max().orElse(1);
        return first.stream()
                .map(tally -> Bar.of(
                                tally.rule().title(),
                                tally.machines(),
                                longest,
                                Wording.count(tally.machines()),
                                Wording.style(tally.heaviest()))
                        .meaning(tally.rule().id())
                        .filtering("rule", tally.rule().id()))
                .toList();
    }

    /** Machines by family of operating systems. */
    public List<Bar> familyBars() {
        Map<GuestFacts.Family, Long> families = new LinkedHashMap<>();
        for (GuestFacts.Family family : GuestFacts.Family.values()) {
            long machines = rows.stream().filter(row -> row.family() == family).count();
            if (machines > 0) {
                families.put(family, machines);
            }
        }
        return families.entrySet().stream()
                .map(entry -> Bar.of(
                        Wording.family(entry.getKey()),
                        entry.getValue(),
                        rows.size(),
                        Wording.count(entry.getValue()),
                        "family-" + Wording.style(entry.getKey())))
                .toList();
    }

    /** Machines by installed system, the most frequent first; hostile text. */
    public List<Bar> systemBars() {
        Map<String, List<MachineRow>> systems = rows.stream()
                .collect(Collectors.groupingBy(MachineRow::system, LinkedHashMap::new, Collectors.toList()));
        List<Map.Entry<String, List<MachineRow>>> sorted = systems.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, List<MachineRow>>>comparingInt(
                                entry -> -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        int shown = sorted.size() > MOST_BARS ? MOST_BARS - 1 : sorted.size();
        List<Bar> bars = new ArrayList<>();
        for (Map.Entry<String, List<MachineRow>> entry : sorted.subList(0, shown)) {
            bars.add(systemBar(
                            entry.getKey(),
                            entry.getValue().size(),
                            entry.getValue().get(0).family())
                    .filtering("text", entry.getKey()));
        }
        int others = sorted.subList(shown, sorted.size()).stream()
                .mapToInt(entry -> entry.getValue().size())
                .sum();
        if (others > 0) {
            bars.add(systemBar("%d others".formatted(sorted.size() - shown), others, GuestFacts.Family.UNKNOWN));
        }
        return bars;
    }

    private Bar systemBar(String label, int machines, GuestFacts.Family family) {
        return Bar.of(label, machines, rows.size(), Wording.count(machines), "family-" + Wording.style(family));
    }

    /** Bytes of all machines, each on the same scale. */
    public List<Bar> byteBars() {
        long used = bytes.used().orElse(0);
        long longest =
                Math.max(Math.max(bytes.provisioned(), bytes.billed()), Math.max(bytes.stored(), Math.max(1, used)));
        List<Bar> bars = new ArrayList<>();
        bars.add(byteBar("Billed in Azure", bytes.billed(), longest, "b-billed")
                .meaning("each managed disk at the size of its tier"));
        bars.add(byteBar("Provisioned", bytes.provisioned(), longest, "b-provisioned")
                .meaning("what the guests take their disks for"));
        bars.add(byteBar("Stored", bytes.stored(), longest, "b-stored").meaning("what the images hold"));
        if (bytes.used().isPresent()) {
            bars.add(byteBar("In use", used, longest, "b-used").meaning("in the file systems that could be read"));
        }
        return bars;
    }

    private static Bar byteBar(String label, long value, long longest, String style) {
        return Bar.of(label, value, longest, ByteSize.text(value), style);
    }
}
