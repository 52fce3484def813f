package dev.gen2lift.guest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.registry.HiveBuilder.Lists;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hives with each structure of the format, read here and by hivex. */
class RegistryHiveTest {

    @TempDir
    Path folder;

    private static HiveBuilder everything() {
        HiveBuilder hive = new HiveBuilder()
                .dword("ControlSet001\\Services\\vmbus", "Start", 0)
                .qword("ControlSet001\\Control", "Big", 0x8000_0001_0000_0002L)
                .text("ControlSet001\\Control", "Text", "gr\u00fc\u00dfe \u4e16")
                .text("ControlSet001\\Control", "", "default")
                .expandable("ControlSet001\\Control", "Path", "%SystemRoot%\\x")
                .texts("ControlSet001\\Control", "List", "one", "two", "three")
                .value("ControlSet001\\Control", "Short", 3, new byte[] {1, 2, 3})
                .value("ControlSet001\\Control", "Nothing", 0, new byte[0])
                .value("ControlSet001\\Control", "Swapped", 5, new byte[] {0, 0, 1, 2})
                .value("ControlSet001\\Control", "Strange", 0x1234, PseudoRandom.bytes(1, 100))
                .value("ControlSet001\\Control", "16344", 3, PseudoRandom.bytes(2, 16344))
                .value("ControlSet001\\Control", "16345", 3, PseudoRandom.bytes(3, 16345))
                .value("ControlSet001\\Control", "Large", 3, PseudoRandom.bytes(4, 100_000))
                .key("\u4e16\u754c\\caf\u00e9")
                .className("ControlSet001\\Control", "a class");
        for (int i = 0; i < 100; i++) {
            hive.dword("Many\\key number " + i, "n", i);
        }
        return hive;
    }

    private static RegistryHive open(byte[] bytes) throws IOException {
        return RegistryHive.open(MemoryDisk.of(bytes), List.of());
    }

    @ParameterizedTest
    @CsvSource({"LH, 5", "LH, 6", "LF, 5", "LI, 5", "RI, 5", "LF, 3"})
    void readsWhatHivexReads(Lists lists, int version) throws IOException {
        byte[] bytes = everything().lists(lists).minorVersion(version).build();
        Path file = Files.write(folder.resolve("hive"), bytes);
        assertThat(RegistryText.of(open(bytes))).isEqualTo(RegistryText.byHivex(file));
    }

    @ParameterizedTest
    @CsvSource({"LH", "LF", "LI", "RI"})
    void findsKeysWithoutRegardToCase(Lists lists) throws IOException {
        RegistryHive hive = open(everything().lists(lists).build());
        assertThat(hive.find("controlset001\\SERVICES\\VmBus"))
                .hasValueSatisfying(key -> assertThat(key.name()).isEqualTo("vmbus"));
        assertThat(hive.find("\u4e16\u754c\\CAF\u00c9")).isPresent();
        assertThat(hive.find("ControlSet001\\Services\\vmbus\\none")).isEmpty();
        assertThat(hive.find("ControlSet001\\none")).isEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(hive.find("many\\KEY number " + i)
                            .orElseThrow()
                            .value("N")
                            .orElseThrow()
                            .number())
                    .isEqualTo(i);
        }
    }

    @Test
    void knowsTheTypesOfValues() throws IOException {
        RegistryKey key =
                open(everything().build()).find("ControlSet001\\Control").orElseThrow();
        assertThat(key.className()).contains("a class");
        assertThat(key.value("text").orElseThrow().text()).isEqualTo("gr\u00fc\u00dfe \u4e16");
        assertThat(key.value("").orElseThrow().text()).isEqualTo("default");
        assertThat(key.value("PATH").orElseThrow().text()).isEqualTo("%SystemRoot%\\x");
        assertThat(key.value("List").orElseThrow().texts()).containsExactly("one", "two", "three");
        assertThat(key.value("Big").orElseThrow().number()).isEqualTo(0x8000_0001_0000_0002L);
        assertThat(key.value("Swapped").orElseThrow().number()).isEqualTo(0x102);
        assertThat(key.value("Nothing").orElseThrow().bytes()).isEmpty();
        assertThat(key.value("none")).isEmpty();
        assertThatThrownBy(() -> key.value("Text").orElseThrow().number())
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("is of type 1");
        assertThatThrownBy(() -> key.value("Short").orElseThrow().text()).isInstanceOf(BadImageException.class);
        assertThatThrownBy(() -> key.value("Big").orElseThrow().texts()).isInstanceOf(BadImageException.class);
    }

    @Test
    void keepsTheEmptyTextsOfAList() throws IOException {
        HiveBuilder hive = new HiveBuilder().texts("a", "Renames", "\\??\\C:\\x", "", "\\??\\C:\\y", "");
        assertThat(open(hive.build())
                        .find("a")
                        .orElseThrow()
                        .value("Renames")
                        .orElseThrow()
                        .texts())
                .containsExactly("\\??\\C:\\x", "", "\\??\\C:\\y");
    }

    @Test
    void readsLittleOfALargeHive() throws IOException {
        HiveBuilder hive = new HiveBuilder();
        for (int i = 0; i < 1000; i++) {
            hive.value("Services\\service " + i, "Data", 3, PseudoRandom.bytes(i, 10_000));
        }
        byte[] bytes = hive.build();
        AtomicLong read = new AtomicLong();
        ByteSource counted = counting(MemoryDisk.of(bytes), read);
        RegistryHive opened = RegistryHive.open(counted, List.of());
        assertThat(opened.find("services\\SERVICE 777")
                        .orElseThrow()
                        .value("data")
                        .orElseThrow()
                        .bytes())
                .isEqualTo(PseudoRandom.bytes(777, 10_000));
        assertThat(opened.find("Services\\no such service")).isEmpty();
        assertThat(bytes.length).isGreaterThan(10_000_000);
        assertThat(read.get()).isLessThan(100_000);
    }

    @Test
    void readsNoMoreThanItsBudget() throws IOException {
        HiveBuilder hive = new HiveBuilder();
        for (int i = 0; i < 100; i++) {
            hive.value("a", "Data " + i, 3, PseudoRandom.bytes(i, 10_000));
        }
        RegistryHive opened = RegistryHive.open(hive.source(), List.of(), 100_000);
        assertThatThrownBy(() -> RegistryText.of(opened))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT));
    }

    static ByteSource counting(ByteSource source, AtomicLong read) {
        return new ByteSource() {
            @Override
            public String name() {
                return source.name();
            }

            @Override
            public long size() {
                return source.size();
            }

            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                read.addAndGet(into.remaining());
                source.read(offset, into);
            }
        };
    }

    /** Changes a 32-bit word and makes the base block's checksum right again. */
    private static byte[] damaged(byte[] hive, int at, int word) {
        ByteBuffer bytes = ByteBuffer.wrap(hive.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(at, word);
        HiveBuilder.checksum(bytes);
        return bytes.array();
    }

    @ParameterizedTest
    @CsvSource({
        "0,     0x66676578, regf base block",
        "20,    2,          regf base block",
        "24,    7,          regf base block",
        "36,    0x7ffffff8, registry key",
        "36,    0x21,       registry key",
        "40,    0x1001,     regf base block",
        "40,    0x80001000, regf base block",
        "4096,  0,          regf hive bin",
    })
    void refusesAHiveWhoseRootCannotBeFound(String at, String word, String structure) {
        byte[] bytes = damaged(everything().build(), Integer.decode(at), (int) (long) Long.decode(word));
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.structure()).isEqualTo(structure));
    }

    @ParameterizedTest
    @CsvSource({
        "-4, 8,  registry key, the cell is not in use",
        "-4, -4, registry key, cell of 4 bytes",
        "-4, 0x80000000, registry key, cell of 2147483648 bytes",
        "0,  0x6b78, registry key, no signature nk",
        "28, 0x10, registry subkey list, the cell is not in use",
        "28, -1, registry subkey list, no cell can be there",
        "36, 0x10001, registry key, 65537 values",
        "72, 0x401, registry key, name of 1025 bytes",
    })
    void namesTheStructureThatIsDamaged(String field, String word, String structure, String reason) throws IOException {
        byte[] hive = new HiveBuilder()
                .dword("key\\subkey", "v", 1)
                .dword("key", "v", 1)
                .build();
        // The signature and flags of the one key called "key": 76 bytes in front of its name.
        int node = indexOf(hive, new byte[] {3, 0, 0, 0, 'k', 'e', 'y', 0}) - 72;
        byte[] bytes = damaged(hive, node + Integer.decode(field), (int) (long) Long.decode(word));
        assertThatThrownBy(() -> RegistryText.of(open(bytes))).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.structure()).isEqualTo(structure);
            assertThat(e.reason()).contains(reason);
        });
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (ByteBuffer.wrap(bytes, i, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void tellsOfAHiveThatIsCutOff() throws IOException {
        byte[] bytes = everything().build();
        RegistryHive hive = open(Arrays.copyOf(bytes, bytes.length - 4096));
        assertThat(hive.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("the rest is missing"));
    }

    /** Anything but a {@link BadImageException} fails the test. */
    @Test
    void mutatedHivesAreReadOrRefused() throws IOException {
        byte[] sound = everything().lists(Lists.RI).build();
        PseudoRandom random = new PseudoRandom(11);
        int[] interesting = {0, 1, -1, -8, 0x20, 0x7FFFFFFF, 0x80000000, 0x1000, 0xFFFF, -4096};
        int refused = 0;
        int rounds = Integer.getInteger("mutation.rounds", 300);
        for (int i = 0; i < rounds; i++) {
            ByteBuffer bytes = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
            for (int change = random.nextInt(20); change >= 0; change--) {
                // Most of the hive is data of values; the structures lie at its end.
                int at = bytes.limit() - 4 - random.nextInt(random.nextInt(8) == 0 ? bytes.limit() - 4 : 32 << 10);
                if (random.nextInt(2) == 0) {
                    bytes.put(at, (byte) random.nextLong());
                } else {
                    bytes.putInt(at & ~3, interesting[random.nextInt(interesting.length)]);
                }
            }
            HiveBuilder.checksum(bytes);
            try {
                RegistryText.of(RegistryHive.open(MemoryDisk.of(bytes.array()), List.of(), 16 << 20));
            } catch (BadImageException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(rounds / 10, rounds - 1);
    }
}
