package dev.gen2lift.cli.console;

import dev.gen2lift.cli.console.ProgressRow.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows of progress as lines of one width, their columns below each other. What a narrow terminal has no room for is left
 * out, the least important first: retries, zeros, the bar, the rate, the time left. The name and the percentage stay.
 */
final class ProgressText {

    private static final String GAP = "  ";
    private static final int SHORTEST_NAME = 8;
    private static final int LONGEST_NAME = 28;
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 32;
    private static final int PERCENT = 4;

    /** From here on upwards times say what they are of. */
    private static final int ROOM_FOR_WORDS = 60;

    private final int nameWidth;
    private final int barWidth;
    private final List<Cell> cells;
    private final boolean colour;

    /** A column behind the bar: its width, and its text, which is never wider. */
    private record Cell(int width, Function<ProgressRow, String> text) {}

    private ProgressText(int nameWidth, int barWidth, List<Cell> cells, boolean colour) {
        this.nameWidth = nameWidth;
        this.barWidth = barWidth;
        this.cells = cells;
        this.colour = colour;
    }

    /**
     * One line a row, none longer than {@code width}, without counting the colours.
     *
     * @param width at least 1
     * @param colour whether the bars are coloured
     */
    static List<String> of(List<ProgressRow> rows, int width, boolean colour) {
        int longest = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        int most = Math.min(LONGEST_NAME, Math.max(SHORTEST_NAME, width / 4));
        int name = Math.max(1, Math.min(Math.min(longest, most), width - GAP.length() - PERCENT));
        int room = width - name - GAP.length() - PERCENT;
        boolean bar = false;
        List<Cell> cells = new ArrayList<>();
        for (Cell cell : wanted(rows, width < ROOM_FOR_WORDS)) {
            int takes = GAP.length() + (cell == BAR ? SHORTEST_BAR + 2 : cell.width());
            if (takes > room) {
                break;
            }
            room -= takes;
            if (cell == BAR) {
                bar = true;
            } else {
                cells.add(cell);
            }
        }
        int barWidth = bar ? Math.min(LONGEST_BAR, SHORTEST_BAR + room) : 0;
        ProgressText text = new ProgressText(name, barWidth, cells, colour);
        return rows.stream().map(text::line).map(line -> cut(line, width)).toList();
    }

    /** Stands for the bar, which takes what room there is. */
    private static final Cell BAR = new Cell(0, row -> "");

    /** The columns in the order of their importance, each as wide as its widest text. */
    private static List<Cell> wanted(List<ProgressRow> rows, boolean brief) {
        List<Cell> cells = new ArrayList<>();
        cells.add(brief ? cell(8, rows, ProgressText::time) : cell(12, rows, ProgressText::timeInWords));
        cells.add(cell(12, rows, ProgressText::rate));
        cells.add(BAR);
        cells.add(cell(0, rows, row -> row.skipped() == 0 ? "" : Quantities.bytes(row.skipped()) + " zero"));
        cells.add(cell(
                0,
                rows,
                row -> row.retries() == 0 ? "" : row.retries() + (row.retries() == 1 ? " retry" : " retries")));
        cells.removeIf(cell -> cell != BAR && cell.width() == 0);
        return cells;
    }

    private static Cell cell(int least, List<ProgressRow> rows, Function<ProgressRow, String> text) {
        int width =
                rows.stream().mapToInt(row -> text.apply(row).length()).max().orElse(0);
        return new Cell(Math.max(least, width), text);
    }

    private static String time(ProgressRow row) {
        return switch (row.state()) {
            case WAITING -> "waiting";
            case STOPPED -> "stopped";
            case DONE -> "in " + Quantities.duration(row.passed());
            case RUNNING -> row.left().isZero() ? "-:--" : Quantities.duration(row.left());
        };
    }

    private static String timeInWords(ProgressRow row) {
        return row.state() == State.RUNNING ? time(row) + " left" : time(row);
    }

    private static String rate(ProgressRow row) {
        return row.state() == State.WAITING ? "" : Quantities.bytes(row.rate()) + "/s";
    }

    private String line(ProgressRow row) {
        StringBuilder line = new StringBuilder();
        line.append(pad(shortened(Table.printable(row.name())))).append(GAP);
        line.append("%3d%%".formatted(row.percent()));
        if (barWidth > 0) {
            line.append(GAP).append(bar(row));
        }
        for (Cell cell : cells) {
            String text = cell.text().apply(row);
            line.append(GAP).append(" ".repeat(cell.width() - text.length())).append(text);
        }
        return line.toString().stripTrailing();
    }

    private String bar(ProgressRow row) {
        int full = row.state() == State.DONE
                ? barWidth
                : (int) (barWidth * (row.total() == 0 ? 0 : Math.min(1.0, (double) row.done() / row.total())));
        boolean head = full < barWidth && row.state() == State.RUNNING;
        String filled = "=".repeat(full) + (head ? ">" : "");
        String empty = " ".repeat(barWidth - filled.length());
        return "[" + (colour ? Colour.of(row.state()).paint(filled) : filled) + empty + "]";
    }

    private String pad(String name) {
        return name + " ".repeat(nameWidth - name.length());
    }

    /** Names of one VM's disks differ at their ends. */
    private String shortened(String name) {
        if (name.length() <= nameWidth) {
            return name;
        }
        int tail = (nameWidth - 2) * 2 / 3;
        return nameWidth < SHORTEST_NAME
                ? name.substring(0, nameWidth)
                : name.substring(0, nameWidth - 2 - tail) + ".." + name.substring(name.length() - tail);
    }

    /** Only what has no bar, and so no colours, can be too wide: there the percentage alone did not fit. */
    private static String cut(String line, int width) {
        return Colour.without(line).length() <= width ? line : line.substring(0, width);
    }
}
