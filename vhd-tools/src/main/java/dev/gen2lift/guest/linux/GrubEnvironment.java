package dev.gen2lift.guest.linux;

import java.util.LinkedHashMap;
import java.util.Map;

/** GRUB's environment block, grubenv: names and values that outlast a start (GRUB manual, "The GRUB environment block"). */
final class GrubEnvironment {

    private static final String SIGNATURE = "# GRUB Environment Block";

    private GrubEnvironment() {}

    /** The variables of a block; none where it is no block. */
    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!text.startsWith(SIGNATURE)) {
            return variables;
        }
        // A backslash takes a line break or another backslash into a value.
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                line.append(text.charAt(i));
            } else if (c == '\n') {
                add(variables, line.toString());
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
        return variables;
    }

    private static void add(Map<String, String> variables, String line) {
        int equals = line.indexOf('=');
        if (!line.startsWith("#") && equals > 0) {
            variables.put(line.substring(0, equals), line.substring(equals + 1));
        }
    }
}
