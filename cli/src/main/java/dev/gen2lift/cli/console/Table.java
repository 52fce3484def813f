package dev.gen2lift.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Aligned columns of plain text; control characters of hostile names never reach the terminal. */
public final class Table {

    private static final int INDENT = 2;

    private final List<List<String>> rows = new ArrayList<>();

    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(printable(String.valueOf(cell)));
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        if (rows.isEmpty()) {
            return "";
        }
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        Column[] layout = new Column[columns];
        for (int i = 0; i < columns; i++) {
            int at = i;
            int width = rows.stream()
                    .mapToInt(row -> at < row.size() ? row.get(at).length() : 0)
                    .max()
                    .orElse(0);
            layout[i] = new Column(width + 1 + INDENT, i == 0 ? 0 : INDENT, Overflow.SPAN);
        }
        TextTable table = TextTable.forColumns(new ColorScheme.Builder(Ansi.OFF).build(), layout);
        for (List<String> row : rows) {
            table.addRowValues(row.toArray(String[]::new));
        }
        return table.toString().stripTrailing();
    }

    /** An enumerated value as it is written everywhere: {@code NOT_READY} is {@code not-ready}. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code text} without control characters, which could otherwise steer the terminal. */
    public static String printable(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
