package dev.gen2lift.assess;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What to do about a finding: commands to run, with comments that both shells understand, or plain words.
 *
 * @param text for a rule with placeholders in angle brackets; for a finding with the values in their place
 */
public record Remedy(Shell shell, String text) {

    /** Where the commands are typed. */
    public enum Shell {
        POWERSHELL,
        SH,
        /** No commands: words. */
        NONE
    }

    /**
     * A value for a parameter that takes wildcards, such as a VM's name: a machine called "*" must not become every
     * machine.
     */
    public record LiteralName(String name) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("<([a-zA-Z0-9]+)>");

    // PowerShell ends a single-quoted string at any of these (about_Quoting_Rules), and doubling keeps each
    private static final Pattern POWERSHELL_QUOTES = Pattern.compile("['\u2018\u2019\u201a\u201b]");

    // about_Wildcards; a backtick takes their meaning away
    private static final Pattern POWERSHELL_WILDCARDS = Pattern.compile("[`*?\\[\\]]");

    public static Remedy powershell(String text) {
        return new Remedy(Shell.POWERSHELL, text.strip());
    }

    public static Remedy sh(String text) {
        return new Remedy(Shell.SH, text.strip());
    }

    public static Remedy words(String text) {
        return new Remedy(Shell.NONE, text.strip());
    }

    /**
     * Puts values in the place of placeholders: numbers as they are, everything else as one quoted word that the shell
     * takes literally, a list as one such word for each. Placeholders without a value stay, for the reader to fill.
     */
    public Remedy with(Map<String, ?> values) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return new Remedy(shell, matcher.replaceAll(match -> {
            Object value = values.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? match.group() : word(value));
        }));
    }

    private String word(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::word).collect(Collectors.joining(shell == Shell.SH ? " " : ", "));
        }
        if (value instanceof LiteralName literal) {
            return word(
                    shell == Shell.POWERSHELL
                            ? POWERSHELL_WILDCARDS.matcher(literal.name()).replaceAll("`$0")
                            : literal.name());
        }
        return switch (shell) {
            case POWERSHELL -> "'" + POWERSHELL_QUOTES.matcher(value.toString()).replaceAll("$0$0") + "'";
            case SH -> "'" + value.toString().replace("'", "'\\''") + "'";
            case NONE -> value.toString();
        };
    }
}
