package dev.gen2lift.guest.linux;

import java.util.List;

/** GRUB's command "test", as far as it compares strings (GRUB manual, "test"); each file is taken to be there. */
final class GrubTest {

    private GrubTest() {}

    static boolean holds(List<String> arguments) {
        int or = arguments.indexOf("-o");
        if (or >= 0) {
            // Each call has fewer words, and a script's words are bounded; so many alternatives are in no script.
            return arguments.size() < 200
                    && (holds(arguments.subList(0, or)) || holds(arguments.subList(or + 1, arguments.size())));
        }
        int and = arguments.indexOf("-a");
        if (and >= 0) {
            return arguments.size() < 200
                    && holds(arguments.subList(0, and))
                    && holds(arguments.subList(and + 1, arguments.size()));
        }
        int from = 0;
        boolean negated = false;
        while (from < arguments.size() && arguments.get(from).equals("!")) {
            negated = !negated;
            from++;
        }
        return negated != single(arguments.subList(from, arguments.size()));
    }

    private static boolean single(List<String> words) {
        return switch (words.size()) {
            case 0 -> false;
            case 1 -> !words.get(0).isEmpty() && !words.get(0).startsWith("-");
            case 2 ->
                switch (words.get(0)) {
                    case "-z" -> words.get(1).isEmpty();
                    case "-n" -> !words.get(1).isEmpty();
                    default -> true;
                };
            default -> {
                String one = words.get(0);
                String other = words.get(2);
                yield switch (words.get(1)) {
                    case "=", "==", "-eq" -> one.equals(other);
                    case "!=", "-ne" -> !one.equals(other);
                    case "<", "-lt" -> one.compareTo(other) < 0;
                    case ">", "-gt" -> one.compareTo(other) > 0;
                    default -> true;
                };
            }
        };
    }
}
