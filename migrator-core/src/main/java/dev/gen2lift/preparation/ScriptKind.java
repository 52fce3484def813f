package dev.gen2lift.preparation;

import dev.gen2lift.guest.GuestFacts;
import java.util.Optional;
import java.util.regex.Pattern;

/** The languages that scripts are written in. */
enum ScriptKind {
    /** For Linux: what every POSIX shell runs. */
    SHELL("prepare.sh", "linux", ".sh", "\n"),
    /** For Windows: PowerShell 3 and later, which Windows Server 2012 comes with. */
    POWERSHELL("prepare.ps1", "windows", ".ps1", "\r\n");

    private static final int LONGEST = 300;

    // PowerShell ends a single-quoted string at any of these (about_Quoting_Rules), and doubling keeps each
    private static final Pattern POWERSHELL_QUOTES = Pattern.compile("['\u2018\u2019\u201a\u201b]");

    private final String fileName;
    private final String folder;
    private final String extension;
    private final String lineEnd;

    ScriptKind(String fileName, String folder, String extension, String lineEnd) {
        this.fileName = fileName;
        this.folder = folder;
        this.extension = extension;
        this.lineEnd = lineEnd;
    }

    static Optional<ScriptKind> of(GuestFacts.Family family) {
        return switch (family) {
            case LINUX -> Optional.of(SHELL);
            case WINDOWS -> Optional.of(POWERSHELL);
            case UNKNOWN -> Optional.empty();
        };
    }

    String fileName() {
        return fileName;
    }

    /** The resource of a part, beside this class. */
    String resource(String part) {
        return folder + "/" + part + extension;
    }

    /** The script as it is written to disk. PowerShell 5 takes a file without a byte order mark for the ANSI code page. */
    String file(String text) {
        return (this == POWERSHELL ? "\ufeff" : "") + text.replace("\n", lineEnd);
    }

    /**
     * One quoted word that the shell takes literally: the first line of {@code text}, with what a terminal would obey or
     * a reader would not see replaced.
     */
    String word(String text) {
        String line = text.lines().findFirst().orElse("");
        StringBuilder visible = new StringBuilder();
        line.codePoints().limit(LONGEST).forEach(c -> visible.appendCodePoint(isVisible(c) ? c : '?'));
        return switch (this) {
            case SHELL -> "'" + visible.toString().replace("'", "'\\''") + "'";
            case POWERSHELL -> "'" + POWERSHELL_QUOTES.matcher(visible).replaceAll("$0$0") + "'";
        };
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
