package dev.gen2lift.cli.console;

/** A command whose failures can be told in its own words and in its own output form. */
public interface ConsoleCommand {

    /** How this command speaks. */
    OutputOptions output();

    /** What has failed when it fails, as an infinitive: "convert" gives "gen2lift: cannot convert: ...". */
    String action();
}
