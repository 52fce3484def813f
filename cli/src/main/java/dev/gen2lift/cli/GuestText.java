package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Table;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.Known;
import dev.gen2lift.report.Json;
import java.util.Map;

/** What is known of an installed system, for people: a line for each fact. */
final class GuestText {

    private GuestText() {}

    static String of(GuestFacts guest) {
        Table table = new Table();
        for (Map.Entry<String, Fact<?>> fact : guest.facts().byId().entrySet()) {
            String value = fact.getValue() instanceof Known<?> known ? Json.line(known.value()) : "?";
            table.row(fact.getKey(), value + "  [" + fact.getValue().explanation() + "]");
        }
        return table.toString();
    }
}
