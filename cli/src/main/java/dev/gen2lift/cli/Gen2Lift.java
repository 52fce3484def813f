package dev.gen2lift.cli;

import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.StandardStreams;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
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
        synopsisSubcommandLabel = "COMMAND")
public final class Gen2Lift {

    /** In the order of {@code --help}. */
    private static final List<Class<?>> COMMANDS = List.of(
            InspectCommand.class,
            ConvertCommand.class,
            ChecksumCommand.class,
            CompareCommand.class,
            AssessCommand.class,
            RulesCommand.class,
            DiscoverCommand.class,
            UploadCommand.class,
            VerifyCommand.class,
            DownloadCommand.class,
            MigrateCommand.class,
            RehearseCommand.class,
            WarmUpCommand.class);

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
                .setErr(new PrintWriter(StandardStreams.err(), true));
        for (Class<?> command : commands(args)) {
            line.addSubcommand(command);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageFailures())
                .setExecutionExceptionHandler(new CommandFailures());
        return line.execute(args);
    }

    /**
     * The command that comes first on the line, or all where none does. Setting up a command means reading its
     * annotations; for all of them that takes longer than inspecting a disk.
     */
    private static List<Class<?>> commands(String... args) {
        List<Class<?>> asked = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return asked.isEmpty() ? COMMANDS : asked;
    }

    // Classes, not lambdas: the JVM cannot archive lambdas of types as old as picocli's, nor the types themselves then.

    /** Tells what is wrong with the command line. */
    private static final class UsageFailures implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException e, String[] args) {
            return usage(e, args);
        }
    }

    /** Tells why a command failed. */
    private static final class CommandFailures implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
            return failed(e, line);
        }
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

    private static int failed(Exception e, CommandLine line) {
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
