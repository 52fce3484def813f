package dev.gen2lift.cli;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs gen2lift as users do: as a process of its own, with the heap that the launcher gives it. */
final class CommandRun {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private CommandRun() {}

    static Oracle.Result gen2lift(Object... arguments) throws IOException {
        return Oracle.run(LIMIT, command(arguments));
    }

    /** The command line that {@link #gen2lift} runs. */
    static List<String> command(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 24) {
            // Without it the JVM warns on stderr; users have it from the jar's manifest.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gen2Lift.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }
}
