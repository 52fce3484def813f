package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.document.DiscoverDocument;
import dev.gen2lift.inventory.document.PowerShellLine;
import dev.gen2lift.inventory.folder.ExportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code discover}: the VMs of a host, a cluster or an export. */
@Command(
        name = "discover",
        description =
                "Lists the VMs of Hyper-V with all of their settings; assess --inventory reads what --json prints.")
final class DiscoverCommand extends ConsoleCommand {

    @Option(names = "--export", paramLabel = "DIR", description = "The VMs that Hyper-V exported into this folder.")
    @Nullable
    Path export;

    @Mixin
    HyperVHosts hosts = new HyperVHosts();

    @Option(names = "--table", description = "A table for people instead of the JSON document.")
    boolean asTable;

    @Option(
            names = "--powershell",
            description = "Print the line of PowerShell that gives the same on a host without gen2lift.")
    boolean powerShell;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        if (powerShell) {
            console.result(PowerShellLine.text());
            return ExitCode.DONE;
        }
        Inventory inventory = inventory(console);
        MachineSources.warn(console, inventory.problems());
        console.result(asTable && !console.json() ? table(inventory) : DiscoverDocument.text(inventory));
        return ExitCode.DONE;
    }

    private Inventory inventory(Console console) throws IOException, InterruptedException {
        if (export == null) {
            return hosts.read(console);
        }
        if (hosts.areGiven()) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", "either --export or --host, not both", "");
        }
        if (!Files.isDirectory(export)) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such folder (" + export + ")", "");
        }
        return ExportFolder.read(export).inventory();
    }

    private static String table(Inventory inventory) {
        Table table = new Table();
        table.row("name", "generation", "state", "processors", "memory", "disks", "adapters", "checkpoints");
        for (HyperVMachine machine : inventory.machines()) {
            table.row(
                    machine.name(),
                    word(machine.generation()),
                    word(machine.state()),
                    word(machine.processors().count()),
                    machine.memory()
                            .startup()
                            .asOptional()
                            .map(Quantities::bytes)
                            .orElse("?"),
                    count(machine.disks()),
                    count(machine.adapters()),
                    count(machine.checkpoints()));
        }
        return table.toString();
    }

    private static String word(Fact<?> fact) {
        return fact.asOptional()
                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                .orElse("?");
    }

    private static String count(Fact<? extends List<?>> fact) {
        return fact.asOptional().map(list -> Integer.toString(list.size())).orElse("?");
    }
}
