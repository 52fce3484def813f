package dev.gen2lift.assess.sizing;

import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the table of sizes in this package's resources; what the columns are is written there. */
final class SizeTable {

    private static final String RESOURCE = "vm-sizes.csv";
    private static final String AS_OF = "# asOf ";
    private static final int COLUMNS = 17;
    private static final long GIB = 1L << 30;
    private static final long MEGABYTE = 1_000_000;

    private SizeTable() {}

    static SizeCatalogue bundled() {
        try (InputStream in = SizeTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SizeCatalogue read(List<String> lines) {
        LocalDate asOf = lines.stream()
                .filter(line -> line.startsWith(AS_OF))
                .map(line -> LocalDate.parse(line.substring(AS_OF.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " has no date"));
        List<VmSize> sizes = new ArrayList<>();
        lines.stream().filter(line -> !line.startsWith("#")).skip(1).forEach(line -> sizes.add(size(line)));
        return new SizeCatalogue("gen2lift's own list of " + asOf, Optional.empty(), sizes);
    }

    private static VmSize size(String line) {
        String[] column = line.split(",", -1);
        if (column.length != COLUMNS) {
            throw new IllegalStateException(RESOURCE + " has another number of columns in: " + line);
        }
        return new VmSize(
                column[0],
                column[1],
                Integer.parseInt(column[2]),
                Integer.parseInt(column[3]) * GIB,
                Integer.parseInt(column[4]),
                Integer.parseInt(column[5]),
                OptionalLong.of(Long.parseLong(column[6])),
                OptionalLong.of(Long.parseLong(column[7]) * MEGABYTE),
                set(column[8], Generation::valueOf),
                set(column[9], SizeTable::security),
                Architecture.valueOf(column[10].toUpperCase(Locale.ROOT)),
                set(column[11], word -> Controller.valueOf(word.toUpperCase(Locale.ROOT))),
                Integer.parseInt(column[12]) * GIB,
                yes(column[13]),
                yes(column[14]),
                yes(column[15]),
                column[16].isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(column[16])));
    }

    private static Security security(String word) {
        return Security.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <T> Set<T> set(String words, Function<String, T> parse) {
        return Arrays.stream(words.split("\\+")).map(parse).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean yes(String word) {
        return switch (word) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalStateException(RESOURCE + " has neither yes nor no but " + word);
        };
    }
}
