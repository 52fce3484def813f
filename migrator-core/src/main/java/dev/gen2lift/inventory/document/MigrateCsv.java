package dev.gen2lift.inventory.document;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.Guest;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.Problem;
import dev.gen2lift.inventory.Processors;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The CSV file that Azure Migrate imports servers from: server name, IP addresses, cores, memory, system, boot type, and
 * the sizes of disks. Titles are compared without case, marks and units; a row that makes no sense is a problem and spoils
 * no other. An apostrophe that neutralises a formula is taken off again.
 */
final class MigrateCsv {

    /** Machines in one file; Azure Migrate itself takes 20,000. */
    static final int MAX_ROWS = 100_000;

    /** Disks of one machine; more than Hyper-V's controllers can hold. */
    private static final int MAX_DISKS = 260;

    private static final String SOURCE = "the Azure Migrate import file";
    private static final String SILENT = "an Azure Migrate import file does not say";

    private final String file;
    private final Map<String, Integer> columns = new HashMap<>();

    private MigrateCsv(String file) {
        this.file = file;
    }

    static Inventory parse(String file, String text) throws BadImageException {
        char delimiter = text.lines().findFirst().orElse("").contains(";") ? ';' : ',';
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser rows = CSVParser.parse(new StringReader(text), format)) {
            return new MigrateCsv(file).read(rows);
        } catch (IOException | IllegalStateException | java.io.UncheckedIOException e) {
            if (e instanceof BadImageException bad) {
                throw bad;
            }
            throw new BadImageException(BadImageException.Kind.CORRUPT, file, "inventory", 0, "it is no CSV");
        }
    }

    private Inventory read(CSVParser rows) throws BadImageException {
        List<HyperVMachine> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (CSVRecord row : rows) {
            if (columns.isEmpty()) {
                titles(row);
                continue;
            }
            if (row.getRecordNumber() > MAX_ROWS) {
                throw new BadImageException(
                        BadImageException.Kind.LIMIT, file, "inventory", 0, "more than " + MAX_ROWS + " rows");
            }
            Optional<String> name = text(row, "servername");
            if (name.isPresent()) {
                machines.add(machine(name.get(), row));
            } else if (row.stream().anyMatch(cell -> !cell.isBlank())) {
                problems.add(new Problem(file + ", row " + row.getRecordNumber(), "it names no server"));
            }
        }
        if (columns.isEmpty()) {
            throw none();
        }
        return new Inventory(machines, problems);
    }

    private void titles(CSVRecord row) throws BadImageException {
        for (int i = 0; i < row.size(); i++) {
            columns.putIfAbsent(key(row.get(i)), i);
        }
        if (!columns.containsKey("servername")) {
            throw none();
        }
    }

    private BadImageException none() {
        return new BadImageException(
                BadImageException.Kind.UNSUPPORTED,
                file,
                "inventory",
                0,
                "neither JSON of discover or Get-VM nor a CSV with a column 'Server name'");
    }

    /** Letters and digits alone, without what stands in brackets. */
    private static String key(String title) {
        return title.replaceAll("\\([^)]*\\)", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private Optional<String> text(CSVRecord row, String column) {
        Integer index = columns.get(column);
        if (index == null || index >= row.size()) {
            return Optional.empty();
        }
        String cell = row.get(index).strip();
        if (cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@\t\r".indexOf(cell.charAt(1)) >= 0) {
            cell = cell.substring(1);
        }
        return cell.isEmpty() ? Optional.empty() : Optional.of(cell);
    }

    private Optional<Long> number(CSVRecord row, String column, long factor, long max) {
        try {
            return text(row, column)
                    .map(cell -> new BigDecimal(cell.length() > 20 ? "-1" : cell.replace(',', '.'))
                            .multiply(BigDecimal.valueOf(factor))
                            .longValue())
                    .filter(value -> value > 0 && value <= max);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private HyperVMachine machine(String name, CSVRecord row) {
        Fact<Long> memory = fact(number(row, "memory", 1 << 20, 1L << 48));
        Fact<Integer> cores = fact(number(row, "cores", 1, 4096).map(Long::intValue));
        Optional<String> system = text(row, "osname")
                .map(os -> text(row, "osversion")
                        .map(version -> os + " " + version)
                        .orElse(os));
        return HyperVMachine.builder(name, file + ", row " + row.getRecordNumber(), SILENT)
                .generation(generation(row))
                .processors(new Processors(cores, Fact.unknown(SILENT), Fact.unknown(SILENT)))
                .memory(new Memory(
                        memory, Fact.unknown(SILENT), Fact.unknown(SILENT), Fact.unknown(SILENT), Fact.unknown(SILENT)))
                .disks(disks(row))
                .adapters(adapters(row))
                .guest(new Guest(fact(system), Fact.unknown(SILENT), Fact.unknown(SILENT)))
                .build();
    }

    private Fact<Generation> generation(CSVRecord row) {
        Optional<String> type =
                text(row, "boottype").or(() -> text(row, "firmwaretype")).map(String::strip);
        if (type.filter("UEFI"::equalsIgnoreCase).isPresent()
                || type.filter("EFI"::equalsIgnoreCase).isPresent()) {
            return Fact.known(Generation.V2, SOURCE);
        }
        return type.filter("BIOS"::equalsIgnoreCase).isPresent()
                ? Fact.known(Generation.V1, SOURCE)
                : Fact.unknown(SILENT);
    }

    private Fact<List<AttachedDisk>> disks(CSVRecord row) {
        Optional<Long> count = number(row, "numberofdisks", 1, MAX_DISKS);
        List<AttachedDisk> disks = new ArrayList<>();
        for (int i = 1; i <= MAX_DISKS; i++) {
            Optional<Long> size = number(row, "disk" + i + "size", 1 << 30, 1L << 50);
            if (size.isEmpty() && i > count.orElse(0L)) {
                break;
            }
            disks.add(new AttachedDisk(
                    Fact.unknown(SILENT),
                    AttachedDisk.Backing.UNKNOWN,
                    Fact.unknown(SILENT),
                    Fact.unknown(SILENT),
                    fact(size)));
        }
        return disks.isEmpty() ? Fact.unknown(SILENT) : Fact.known(disks, SOURCE);
    }

    private Fact<List<NetworkAdapter>> adapters(CSVRecord row) {
        Optional<Long> count = number(row, "networkadapters", 1, 64);
        if (count.isEmpty()) {
            return Fact.unknown(SILENT);
        }
        List<NetworkAdapter> adapters = new ArrayList<>();
        for (int i = 1; i <= count.get(); i++) {
            adapters.add(NetworkAdapter.unknown("Network Adapter " + i, NetworkAdapter.Kind.SYNTHETIC, SILENT));
        }
        return Fact.known(adapters, SOURCE);
    }

    private static <T> Fact<T> fact(Optional<T> value) {
        return value.map(known -> Fact.known(known, SOURCE)).orElseGet(() -> Fact.unknown(SILENT));
    }
}
