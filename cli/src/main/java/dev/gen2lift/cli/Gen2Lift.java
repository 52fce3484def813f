package dev.gen2lift.cli;

import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.StandardStreams;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The gen2lift command: finds the subcommand, runs it, tells of its failure. */
@Command(
        name = "gen2lift",
        description = "Moves Hyper-V virtual machines to Azure as Generation 2.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InspectCommand.class,
            ConvertCommand.class,
            ChecksumCommand.class,
            CompareCommand.class,
            AssessCommand.class,
            UploadCommand.class,
            MigrateCommand.class,
            RehearseCommand.class,
            WarmUpCommand.class,
        })
public final class Gen2Lift {

    private Gen2Lift() {}

    public static void main(String[] args) {
        Interruption interruption = Interruption.reachesThisThread();
        int exit = run(args);
        StandardStreams.out().flush();
        StandardStreams.err().flush();
        interruption.ended();
        // Not a return: a library's non-daemon thread must not keep a finished command alive.
        System.exit(exit);
    }

    /** Runs one command line on the process's own streams and gives its exit code. */
    static int run(String... args) {
        CommandLine line = new CommandLine(new Gen2Lift())
                .setOut(new PrintWriter(StandardStreams.out(), true))
                .setErr(new PrintWriter(StandardStreams.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Gen2Lift::usage)
                .setExecutionExceptionHandler(Gen2Lift::failed);
        return line.execute(args);
    }

    private static int usage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        FailurePrinter.print(
                new Failure(
                        ExitCode.USAGE,
                        "USAGE",
                        "cannot understand the command line: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        suggestion(e),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Arrays.asList(args).contains("--json"));
        return ExitCode.USAGE;
    }

    private static Optional<String> suggestion(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return Optional.of("did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
        }
        return Optional.of(e.getCommandLine().getCommandSpec().qualifiedName() + " --help lists what is understood");
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        boolean json = false;
        boolean verbose = false;
        String action = line.getCommandName();
        if (line.getCommand() instanceof ConsoleCommand command) {
            json = command.output().json();
            verbose = command.output().verbose();
            action = command.action();
        }
        Failure failure = Failure.of(e, action);
        FailurePrinter.print(failure, json);
        if (verbose) {
            e.printStackTrace(StandardStreams.err());
        }
        return failure.exitCode();
    }
}
