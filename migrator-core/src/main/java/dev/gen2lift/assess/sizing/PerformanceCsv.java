package dev.gen2lift.assess.sizing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads performance counters: a CSV file in UTF-8 with a line of column names, {@code vm} and any of {@code disk},
 * {@code iops}, {@code mbps} (MB/s of 10^6 bytes), {@code cpuPercent} and {@code memoryPercent}, in any order and case.
 * Each row is one sample; other columns are passed over, empty cells were not measured.
 */
public final class PerformanceCsv {

    /** More rows than 1,000 machines with 64 disks have in a week of five-minute samples would be a mistake. */
    private static final int MAX_ROWS = 20_000_000;

    private static final double MEGABYTE = 1_000_000;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private PerformanceCsv() {}

    /** The file is not such a table; the message names the line. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /** @throws MalformedException where the file is not such a table */
    public static Performance read(Path file, int percentile) throws IOException {
        List<Performance.Sample> samples = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = FORMAT.parse(withoutMark(text))) {
            List<String> names = rows.getHeaderNames().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
            if (!names.contains("vm")) {
                throw new MalformedException("no column \"vm\" in the first line");
            }
            for (CSVRecord row : rows) {
                if (samples.size() == MAX_ROWS) {
                    throw new MalformedException("more than " + MAX_ROWS + " rows");
                }
                samples.add(sample(row, names));
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
        return Performance.of(samples, percentile);
    }

    private static Reader withoutMark(Reader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private static Performance.Sample sample(CSVRecord row, List<String> names) throws MalformedException {
        String vm = cell(row, names, "vm");
        if (vm.isEmpty()) {
            throw new MalformedException("line " + line(row) + " names no vm");
        }
        return new Performance.Sample(
                vm,
                cell(row, names, "disk"),
                new Load(
                        number(row, names, "iops", 1),
                        number(row, names, "mbps", MEGABYTE),
                        number(row, names, "cpuPercent", 0.01),
                        number(row, names, "memoryPercent", 0.01)));
    }

    private static String cell(CSVRecord row, List<String> names, String column) {
        return names.contains(column.toLowerCase(Locale.ROOT)) && row.isSet(column)
                ? row.get(column).strip()
                : "";
    }

    private static OptionalDouble number(CSVRecord row, List<String> names, String column, double unit)
            throws MalformedException {
        String cell = cell(row, names, column);
        if (cell.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(cell);
            if (value >= 0 && value <= 1e12) {
                return OptionalDouble.of(value * unit);
            }
        } catch (NumberFormatException e) {
            // falls through to the same complaint
        }
        throw new MalformedException("line " + line(row) + " has no number in " + column + ": \"" + cell + '"');
    }

    private static long line(CSVRecord row) {
        return row.getRecordNumber() + 1;
    }
}
