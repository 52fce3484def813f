package dev.gen2lift.preparation;

import java.util.List;

/**
 * What puts the findings of a rule right, inside a guest.
 *
 * @param rule the rule's id
 * @param guest which guests it is for
 * @param function that does it
 * @param parts the resources that the function and what it calls are in
 */
record Fix(String rule, ScriptKind guest, String function, List<String> parts) {

    Fix {
        parts = List.copyOf(parts);
    }

    static Fix linux(String rule, String function, String... parts) {
        return new Fix(rule, ScriptKind.SHELL, function, List.of(parts));
    }

    static Fix windows(String rule, String function, String... parts) {
        return new Fix(rule, ScriptKind.POWERSHELL, function, List.of(parts));
    }
}
