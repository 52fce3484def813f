package dev.gen2lift.cli;

import dev.gen2lift.assess.ManagedDiskPlan;
import dev.gen2lift.assess.sizing.DiskChoice;
import dev.gen2lift.assess.sizing.SizeChoice;
import dev.gen2lift.assess.sizing.Sizing;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.report.Wording;
import java.util.List;

/** A sizing as {@code assess} prints it. */
final class SizingText {

    private SizingText() {}

    /** Lines that begin with two spaces; nothing where nothing could be chosen. */
    static String of(Sizing sizing, List<ManagedDiskPlan> disks) {
        StringBuilder text = new StringBuilder();
        SizeChoice choice = sizing.size();
        if (choice.size().isPresent()) {
            text.append("  size: ").append(choice.size().get().name()).append('\n');
            choice.reasons()
                    .forEach(reason ->
                            text.append("    ").append(Table.printable(reason)).append('\n'));
            choice.smaller()
                    .forEach(small -> text.append("    not ")
                            .append(small.name())
                            .append(": ")
                            .append(String.join("; ", small.lacks()))
                            .append('\n'));
        } else {
            choice.reasons()
                    .forEach(reason -> text.append("  no size: ")
                            .append(Table.printable(reason))
                            .append('\n'));
        }
        for (int i = 0; i < disks.size(); i++) {
            DiskChoice disk = sizing.disks().get(i);
            text.append("  disk: ")
                    .append(Table.printable(String.valueOf(disks.get(i).image().getFileName())))
                    .append(": ")
                    .append(disk.sku().map(sku -> sku.azureName()).orElse("none"))
                    .append(disk.tier().map(tier -> " " + tier).orElse(""))
                    .append(". ")
                    .append(Table.printable(String.join(" ", disk.reasons())))
                    .append('\n');
        }
        sizing.transfer()
                .ifPresent(time -> text.append("  time: ")
                        .append(Quantities.bytes(time.bytes()))
                        .append(" in about ")
                        .append(Wording.duration(time.upload()))
                        .append("; off for about ")
                        .append(Wording.duration(time.onePhase()))
                        .append(", or ")
                        .append(Wording.duration(time.twoPhase()))
                        .append(" where only changes are sent while it is off\n"));
        return text.toString();
    }
}
