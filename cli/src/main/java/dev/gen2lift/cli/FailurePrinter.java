package dev.gen2lift.cli;

import dev.gen2lift.cli.console.StandardStreams;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.report.Json;
import java.util.Optional;

/** Prints a failure as the contract says: one line, a hint where it helps, and a document for scripts. */
final class FailurePrinter {

    private FailurePrinter() {}

    /** What scripts read of a failure. */
    record Document(
            String schema,
            String code,
            String message,
            Optional<String> hint,
            Optional<String> path,
            Optional<String> structure,
            Optional<Long> offset) {}

    static void print(Failure failure, boolean json) {
        StandardStreams.err().println("gen2lift: " + Table.printable(failure.message()));
        failure.hint().ifPresent(hint -> StandardStreams.err().println("hint: " + Table.printable(hint)));
        if (json) {
            StandardStreams.out()
                    .print(Json.text(new Document(
                            "gen2lift.error/1",
                            failure.code(),
                            failure.message(),
                            failure.hint(),
                            failure.path(),
                            failure.structure(),
                            failure.offset())));
        }
    }
}
