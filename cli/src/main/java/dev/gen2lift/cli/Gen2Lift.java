package dev.gen2lift.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The gen2lift command. */
@Command(name = "gen2lift", mixinStandardHelpOptions = true)
public final class Gen2Lift implements Runnable {

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Gen2Lift()).execute(args));
    }
}
