package dev.gen2lift.cli;

import dev.gen2lift.assess.Readiness;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.report.baseline.Baseline;
import dev.gen2lift.report.baseline.Changes;
import java.time.Instant;
import java.util.Locale;

/** What has changed since an older report, as {@code assess} prints it. */
final class ChangesText {

    private ChangesText() {}

    static String of(Changes changes) {
        StringBuilder text = new StringBuilder("since ")
                .append(changes.since().map(Instant::toString).orElse("the older report"))
                .append(": ")
                .append(changes.added().size())
                .append(" new, ")
                .append(changes.gone().size())
                .append(" gone, ")
                .append(changes.changed().size())
                .append(" changed, ")
                .append(changes.unchanged())
                .append(" as they were\n");
        changes.added().forEach(machine -> line(text, "  new: " + machine.name() + ", " + words(machine.readiness())));
        changes.gone()
                .forEach(machine -> line(text, "  gone: " + machine.name() + ", was " + words(machine.readiness())));
        changes.changed().forEach(machine -> changed(text, machine));
        return text.toString();
    }

    private static void changed(StringBuilder text, Changes.MachineChange machine) {
        String moved = machine.readinessBefore()
                .map(before -> words(before) + " before, " + words(machine.readiness()) + " now")
                .orElse(words(machine.readiness()) + ", as before");
        line(text, "  " + machine.name() + ": " + moved);
        machine.targetBefore()
                .ifPresent(
                        before -> line(text, "    best target: " + before + " before, " + machine.target() + " now"));
        machine.appeared().forEach(finding -> line(text, "    new " + words(finding)));
        machine.resolved().forEach(finding -> line(text, "    resolved " + words(finding)));
    }

    /** Names may hold line feeds, which would make lines of their own. */
    private static void line(StringBuilder text, String words) {
        text.append(Table.printable(words)).append('\n');
    }

    private static String words(Baseline.FindingKey finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.rule() + " (" + finding.subject()
                + ")";
    }

    private static String words(Readiness readiness) {
        return readiness.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
