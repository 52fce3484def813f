package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the menu out of a GRUB script: follows assignments, tests of strings, and what a menu is made of. Nothing else of
 * the script has an effect: files are taken to be there, loops and functions are passed over.
 */
final class GrubScript {

    /** Blocks within blocks, and scripts within scripts. */
    static final int MAX_DEPTH = 24;

    /** Lines of all menus. */
    static final int MAX_ENTRIES = 2000;

    /** Commands that read other files. */
    static final int MAX_READS = 100;

    /** Characters of all words together, their variables put in. */
    static final int MAX_EXPANDED = 8 << 20;

    private static final Set<String> LINUX = Set.of("linux", "linux16", "linuxefi");
    private static final Set<String> INITRD = Set.of("initrd", "initrd16", "initrdefi");
    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of("--class", "--users", "--hotkey", "--id", "--unrestricted-to");

    /** What a real GRUB of the second generation has set before it runs a script. */
    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("grub_platform", "efi"),
            Map.entry("grub_cpu", "x86_64"),
            Map.entry("feature_default_font_path", "y"),
            Map.entry("feature_platform_search_hint", "y"),
            Map.entry("feature_menuentry_id", "y"),
            Map.entry("feature_timeout_style", "y"),
            Map.entry("feature_all_video_module", "y"),
            Map.entry("feature_menuentry_options", "y"),
            Map.entry("feature_nativedisk_cmd", "y"),
            Map.entry("feature_200_final", "y"));

    private final Sources sources;
    private final Map<String, String> variables = new HashMap<>(BUILT_IN);
    private TextFile script;
    private List<GrubWord> words;
    private int at;
    private int depth;
    private int entries;
    private int reads;
    private long expanded;
    private List<GrubMenu.Item> menu = new ArrayList<>();
    private Optional<Body> body = Optional.empty();

    /** Where a script's other inputs come from. */
    interface Sources {

        /** The variables of grubenv. */
        Map<String, String> environment() throws IOException;

        /** A script that another one runs, by its path on the volume; empty where it is not there. */
        Optional<TextFile> script(String path) throws IOException;

        /** The files of the Boot Loader Specification, in GRUB's order. */
        List<BlsEntry> entries() throws IOException;
    }

    /** What the commands of one menu entry have named. */
    private static final class Body {
        private String kernel = "";
        private String options = "";
        private final List<String> initrds = new ArrayList<>();
    }

    private GrubScript(TextFile script, Sources sources) throws BadImageException {
        this.sources = sources;
        this.script = script;
        this.words = GrubWord.of(script);
    }

    /**
     * The menu that {@code script} makes.
     *
     * @throws BadImageException of kind LIMIT where it is larger than any menu
     */
    static GrubMenu menu(TextFile script, Sources sources) throws IOException {
        GrubScript read = new GrubScript(script, sources);
        read.block(Set.of(), true);
        return new GrubMenu(read.menu, read.variables.getOrDefault("default", "0"));
    }

    /** Runs commands up to one of the keywords, which is left in front; to the end where there is none. */
    private void block(Set<String> ends, boolean runs) throws IOException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw limit("more than " + MAX_DEPTH + " blocks within each other");
        }
        while (at < words.size() && ends.stream().noneMatch(words.get(at)::is)) {
            if (words.get(at).isEnd() || words.get(at).is("}")) {
                at++;
            } else {
                command(runs);
            }
        }
        depth--;
    }

    private void expect(String keyword) {
        if (at < words.size() && words.get(at).is(keyword)) {
            at++;
        }
    }

    /** Runs one command and tells whether it succeeded. */
    private boolean command(boolean runs) throws IOException {
        GrubWord first = words.get(at);
        if (first.is("if")) {
            at++;
            choice(runs);
        } else if (first.is("while") || first.is("until") || first.is("for")) {
            block(Set.of("do"), false, true);
            expect("do");
            block(Set.of("done"), false);
            expect("done");
        } else if (first.is("function")) {
            words(true);
            block(Set.of("}"), false);
            expect("}");
        } else if (first.is("menuentry") || first.is("submenu")) {
            item(first.is("submenu"), runs);
        } else {
            int before = at;
            boolean holds = simple(words(false), runs);
            // A stray brace is no command, and must not be met for ever.
            at += at == before ? 1 : 0;
            return holds;
        }
        return true;
    }

    private void block(Set<String> ends, boolean runs, boolean skipFirst) throws IOException {
        at += skipFirst ? 1 : 0;
        block(ends, runs);
    }

    private void choice(boolean runs) throws IOException {
        boolean done = !runs;
        boolean last = false;
        while (at < words.size()) {
            boolean holds = last || condition(!done);
            expect(last ? "else" : "then");
            boolean taken = !done && holds;
            block(Set.of("elif", "else", "fi"), taken);
            done |= taken;
            if (at >= words.size() || words.get(at).is("fi")) {
                break;
            }
            last = words.get(at).is("else");
            at += last ? 0 : 1;
        }
        expect("fi");
    }

    private boolean condition(boolean runs) throws IOException {
        boolean holds = true;
        while (at < words.size() && !words.get(at).is("then")) {
            if (words.get(at).isEnd()) {
                at++;
            } else {
                holds = command(runs);
            }
        }
        return holds;
    }

    /** The words up to the command's end, or to the brace behind it, with their variables' values. */
    private List<String> words(boolean brace) throws BadImageException {
        List<String> all = new ArrayList<>();
        while (at < words.size() && !words.get(at).isEnd()) {
            GrubWord word = words.get(at);
            if (word.is("}")) {
                break;
            }
            at++;
            if (brace && word.is("{")) {
                break;
            }
            expand(word, all);
        }
        return all;
    }

    private void expand(GrubWord word, List<String> into) throws BadImageException {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (GrubWord.Part part : word.parts()) {
            String value = part.variable() ? variables.getOrDefault(part.text(), "") : part.text();
            expanded += value.length() + 1;
            if (expanded > MAX_EXPANDED) {
                throw limit("more than " + MAX_EXPANDED + " characters");
            }
            if (part.variable() && !part.quoted()) {
                String[] pieces = value.strip().split("\\s+");
                for (int i = 0; i < pieces.length; i++) {
                    if (i > 0) {
                        into.add(text.toString());
                        text.setLength(0);
                    }
                    text.append(pieces[i]);
                }
            } else {
                text.append(value);
                any = true;
            }
        }
        if (any || text.length() > 0) {
            into.add(text.toString());
        }
    }

    private void item(boolean submenu, boolean runs) throws IOException {
        int line = words.get(at).line();
        at++;
        List<String> header = words(true);
        countEntry();
        List<GrubMenu.Item> outerMenu = menu;
        Optional<Body> outerBody = body;
        Body made = new Body();
        menu = new ArrayList<>();
        body = submenu ? Optional.empty() : Optional.of(made);
        block(Set.of("}"), runs);
        expect("}");
        List<GrubMenu.Item> children = menu;
        menu = outerMenu;
        body = outerBody;
        if (runs) {
            add(submenu, header, made, children, line);
        }
    }

    private void countEntry() throws BadImageException {
        entries++;
        if (entries > MAX_ENTRIES) {
            throw limit("more than " + MAX_ENTRIES + " entries");
        }
    }

    private void countRead() throws BadImageException {
        reads++;
        if (reads > MAX_READS) {
            throw limit("more than " + MAX_READS + " files");
        }
    }

    private void add(boolean submenu, List<String> header, Body made, List<GrubMenu.Item> children, int line) {
        String title = "";
        String id = "";
        for (int i = 0; i < header.size(); i++) {
            String word = header.get(i);
            if (word.startsWith("--id=")) {
                id = word.substring(5);
            } else if (word.equals("--id") || word.equals("$menuentry_id_option")) {
                id = i + 1 < header.size() ? header.get(i + 1) : "";
                i++;
            } else if (OPTIONS_WITH_VALUE.contains(word)) {
                i++;
            } else if (!word.startsWith("--") && title.isEmpty()) {
                title = word;
            }
        }
        Optional<BootEntry> entry = submenu
                ? Optional.empty()
                : Optional.of(new BootEntry(
                        BootEntry.Loader.GRUB, title, id, made.kernel, made.initrds, made.options, script.at(line)));
        menu.add(new GrubMenu.Item(title, id, entry, children));
    }

    private boolean simple(List<String> command, boolean runs) throws IOException {
        if (command.isEmpty() || !runs) {
            return true;
        }
        String name = command.get(0);
        List<String> arguments = command.subList(1, command.size());
        if (LINUX.contains(name) && !arguments.isEmpty()) {
            body.ifPresent(entry -> {
                entry.kernel = arguments.get(0);
                entry.options = String.join(" ", arguments.subList(1, arguments.size()));
            });
        } else if (INITRD.contains(name)) {
            body.ifPresent(entry -> entry.initrds.addAll(arguments));
        } else if (name.equals("[") || name.equals("test")) {
            return GrubTest.holds(name.equals("[") ? withoutBracket(arguments) : arguments);
        } else if (name.equals("set") && !arguments.isEmpty()) {
            assign(arguments.get(0));
        } else if (name.equals("unset")) {
            arguments.forEach(variables::remove);
        } else if (name.equals("false")) {
            return false;
        } else if (name.equals("load_env")) {
            loadEnvironment(arguments);
        } else if (name.equals("blscfg")) {
            addEntries();
        } else if (List.of("configfile", "source", ".").contains(name) && !arguments.isEmpty()) {
            run(arguments.get(0));
        } else if (name.indexOf('=') > 0 && arguments.isEmpty()) {
            assign(name);
        }
        return true;
    }

    private static List<String> withoutBracket(List<String> arguments) {
        int last = arguments.size() - 1;
        return last >= 0 && arguments.get(last).equals("]") ? arguments.subList(0, last) : arguments;
    }

    private void assign(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }

    private void loadEnvironment(List<String> arguments) throws IOException {
        countRead();
        List<String> names = new ArrayList<>(arguments);
        int file = Math.max(names.indexOf("-f"), names.indexOf("--file"));
        if (file >= 0) {
            names.subList(file, Math.min(names.size(), file + 2)).clear();
        }
        names.removeIf(name -> name.startsWith("-"));
        sources.environment().forEach((name, value) -> {
            if (names.isEmpty() || names.contains(name)) {
                variables.put(name, value);
            }
        });
    }

    private void addEntries() throws IOException {
        countRead();
        for (BlsEntry entry : sources.entries()) {
            countEntry();
            menu.add(new GrubMenu.Item(
                    entry.title(),
                    entry.id(),
                    Optional.of(entry.entry(BootEntry.Loader.GRUB_BLS, variables)),
                    List.of()));
        }
    }

    private void run(String path) throws IOException {
        countRead();
        Optional<TextFile> other = sources.script(path);
        if (other.isEmpty()) {
            return;
        }
        TextFile outer = script;
        List<GrubWord> outerWords = words;
        int outerAt = at;
        script = other.get();
        words = GrubWord.of(script);
        at = 0;
        block(Set.of(), true);
        script = outer;
        words = outerWords;
        at = outerAt;
    }

    private BadImageException limit(String reason) {
        int line = at < words.size() ? words.get(at).line() : 0;
        return new BadImageException(Kind.LIMIT, script.path(), "GRUB script line " + line, 0, reason);
    }
}
