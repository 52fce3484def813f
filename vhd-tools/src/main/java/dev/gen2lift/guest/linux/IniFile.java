package dev.gen2lift.guest.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sections of names and values, as NetworkManager, systemd and others write them; hostile text.
 *
 * @param entries in their order; a name may come several times
 */
record IniFile(String path, List<Entry> entries) {

    /** @param section in lower case, empty in front of the first one; the name is in lower case too */
    record Entry(String section, String name, String value, int line) {}

    static IniFile parse(TextFile file) {
        List<Entry> entries = new ArrayList<>();
        String section = "";
        int number = 0;
        for (String raw : file.lines()) {
            number++;
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).toLowerCase(java.util.Locale.ROOT);
            } else if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
                entries.add(new Entry(
                        section,
                        line.substring(0, equals).strip().toLowerCase(java.util.Locale.ROOT),
                        line.substring(equals + 1).strip(),
                        number));
            }
        }
        return new IniFile(file.path(), List.copyOf(entries));
    }

    Optional<String> value(String section, String name) {
        return values(section, name).stream().findFirst();
    }

    List<String> values(String section, String name) {
        return entries.stream()
                .filter(entry -> entry.section().equals(section) && entry.name().equals(name))
                .map(Entry::value)
                .toList();
    }
}
