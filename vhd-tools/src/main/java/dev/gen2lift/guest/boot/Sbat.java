package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The security generations of what a loader is built of (shim, SBAT.md): comma-separated lines in a section of its own,
 * or in a level that shim compares them to. All texts are hostile, escape them.
 *
 * @param entries in their order; the first is of the format itself
 */
public record Sbat(List<Entry> entries) {

    static final String SECTION = ".sbat";

    /** Real ones have less than 1 KiB. */
    static final int MAX_SIZE = 64 << 10;

    private static final int MAX_ENTRIES = 256;
    private static final int MAX_GENERATION_DIGITS = 10;
    private static final int FIELDS = 6;

    public Sbat {
        entries = List.copyOf(entries);
    }

    /** A component: {@code url} is where its maker may be asked; a level has only the first two fields. */
    public record Entry(
            String component, long generation, String vendor, String packageName, String version, String url) {}

    static Sbat read(BinaryCursor section) throws IOException {
        String text = new String(section.at(0).bytes(section.length()), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        List<Entry> entries = new ArrayList<>();
        for (String line : (end < 0 ? text : text.substring(0, end)).split("\r?\n")) {
            String bare = line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (bare.isBlank()) {
                continue;
            }
            if (entries.size() == MAX_ENTRIES) {
                throw section.limit(0, "more than " + MAX_ENTRIES + " components");
            }
            entries.add(entry(section, bare.split(",", FIELDS)));
        }
        return new Sbat(entries);
    }

    private static Entry entry(BinaryCursor section, String[] fields) throws IOException {
        String generation = fields.length < 2 ? "" : fields[1].strip();
        if (!generation.matches("[0-9]{1," + MAX_GENERATION_DIGITS + "}")) {
            throw section.corrupt(0, "component without a generation");
        }
        return new Entry(
                fields[0].strip(),
                Long.parseLong(generation),
                field(fields, 2),
                field(fields, 3),
                field(fields, 4),
                field(fields, 5));
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index].strip() : "";
    }

    /** The first component whose generation is below that which {@code level} asks for: "grub,3 is below grub,5". */
    Optional<String> below(Sbat level) {
        return entries.stream()
                .flatMap(entry -> level.entries.stream()
                        .filter(asked ->
                                asked.component().equals(entry.component()) && asked.generation() > entry.generation())
                        .map(asked -> entry.component() + "," + entry.generation() + " is below " + asked.component()
                                + "," + asked.generation()))
                .findFirst();
    }
}
