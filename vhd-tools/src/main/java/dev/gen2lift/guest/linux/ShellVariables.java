package dev.gen2lift.guest.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assignments as shell scripts and systemd read them: {@code NAME="value"}, one a line, the last one wins. Nothing is
 * expanded.
 *
 * @param path the file
 */
record ShellVariables(String path, Map<String, Entry> entries) {

    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)=(.*)");

    /** @param line where it stands, from 1 */
    record Entry(String value, int line) {}

    static ShellVariables parse(TextFile file) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int number = 0;
        for (String line : file.lines()) {
            number++;
            Matcher matcher = ASSIGNMENT.matcher(line);
            if (matcher.matches()) {
                entries.put(matcher.group(1), new Entry(unquoted(matcher.group(2)), number));
            }
        }
        return new ShellVariables(file.path(), entries);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::value);
    }

    /** Where a variable is set. */
    String at(String name) {
        Entry entry = entries.get(name);
        return entry == null ? path : path + " line " + entry.line();
    }

    /** One word of a shell: quotes and backslashes resolved, cut off at a blank or a comment outside of quotes. */
    static String unquoted(String text) {
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                i++;
                out.append(text.charAt(i));
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    out.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (Character.isWhitespace(c) || c == ';') {
                break;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
