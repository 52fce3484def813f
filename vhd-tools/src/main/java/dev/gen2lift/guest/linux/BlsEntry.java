package dev.gen2lift.guest.linux;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file below loader/entries (UAPI.1 Boot Loader Specification, "Type #1"); hostile text.
 *
 * @param id the file's name without ".conf"
 * @param options as stored, with variables of GRUB
 */
record BlsEntry(
        String path,
        String id,
        String title,
        String version,
        String sortKey,
        String kernel,
        List<String> initrds,
        String options) {

    private static final String ENDING = ".conf";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)}?");

    /** Characters of a command line after its variables are put in; Linux takes 2 to 4 Ki. */
    private static final int MAX_OPTIONS = 64 << 10;

    /** As GRUB lists them: the newest version of the file's name first. */
    static final Comparator<BlsEntry> GRUB_ORDER =
            Comparator.comparing(BlsEntry::id, RpmVersions.ORDER).reversed();

    /** As systemd-boot lists them: those with a sort key first, by it; then the newest version first. */
    static final Comparator<BlsEntry> SYSTEMD_ORDER = Comparator.comparing(
                    (BlsEntry entry) -> entry.sortKey().isEmpty())
            .thenComparing(BlsEntry::sortKey)
            .thenComparing(
                    Comparator.comparing(BlsEntry::version, RpmVersions.ORDER).reversed())
            .thenComparing(GRUB_ORDER);

    static BlsEntry parse(TextFile file) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        String title = "";
        String version = "";
        String sortKey = "";
        String kernel = "";
        List<String> initrds = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String line : file.lines()) {
            String[] field = line.strip().split("[ \\t]+", 2);
            if (field.length < 2) {
                continue;
            }
            switch (field[0]) {
                case "title" -> title = field[1];
                case "version" -> version = field[1];
                case "sort-key" -> sortKey = field[1];
                case "linux", "efi", "uki" -> kernel = field[1];
                // Fedora puts several into one line, with a variable of GRUB that has no value here.
                case "initrd" -> initrds.addAll(List.of(field[1].split("[ \\t]+")));
                case "options" -> options.add(field[1]);
                default -> {}
            }
        }
        initrds.removeIf(path -> path.startsWith("$"));
        return new BlsEntry(
                file.path(),
                name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name,
                title,
                version,
                sortKey,
                kernel,
                List.copyOf(initrds),
                String.join(" ", options));
    }

    /** The entry of a menu, with the variables' values in its command line. */
    BootEntry entry(BootEntry.Loader loader, Map<String, String> variables) {
        Matcher matcher = VARIABLE.matcher(options);
        StringBuilder line = new StringBuilder();
        while (matcher.find() && line.length() < MAX_OPTIONS) {
            matcher.appendReplacement(line, Matcher.quoteReplacement(variables.getOrDefault(matcher.group(1), "")));
        }
        if (line.length() < MAX_OPTIONS) {
            matcher.appendTail(line);
        }
        return new BootEntry(
                loader, title, id, kernel, initrds, line.toString().strip().replaceAll("\\s+", " "), path);
    }
}
