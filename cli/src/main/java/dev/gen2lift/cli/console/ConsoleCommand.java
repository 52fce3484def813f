package dev.gen2lift.cli.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command whose failures can be told in its own words and in its own output form; it gives its exit code. */
public abstract class ConsoleCommand implements Callable<Integer> {

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** How this command speaks. */
    public final OutputOptions output() {
        return output;
    }

    /** What has failed when it fails, as an infinitive: "convert" gives "gen2lift: cannot convert: ...". */
    public String action() {
        return getClass().getAnnotation(Command.class).name();
    }

    /** Where this run of the command speaks. */
    protected final Console console() {
        return output.console();
    }
}
