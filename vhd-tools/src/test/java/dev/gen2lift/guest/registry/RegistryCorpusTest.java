package dev.gen2lift.guest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.Corpus;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hives of real machines and of other projects' tests. */
class RegistryCorpusTest {

    /** More than any of them has, with what is read again. */
    private static final long ALL = 1L << 30;

    @TempDir
    Path folder;

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Corpus.unpack("hives/" + name, folder));
    }

    private static RegistryHive open(byte[] hive) throws IOException {
        return RegistryHive.open(MemoryDisk.of(hive), List.of(), ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hivex-minimal",
                "hivex-rlenvalue_test_hive",
                "hivex-special",
                "plaso-100_sub_keys.hiv",
                "pyregistry-REORGANIZED_VALUES_TESTS",
                "pyregistry-UNICODE_TESTS",
                "regipy-BCD",
                "regipy-SAM",
                "regipy-SECURITY",
                "regipy-SYSTEM",
                "regipy-amcache.hve"
            })
    void everyValueIsWhatHivexSays(String name) throws IOException {
        Path file = Corpus.unpack("hives/" + name, folder);
        assertThat(RegistryText.of(open(Files.readAllBytes(file)))).isEqualTo(RegistryText.byHivex(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plaso-corrupt_sub_key_list.hiv", "regipy-corrupted_system_hive", "pyregistry-issue22.hive"})
    void whatHivexCannotReadIsReadOrRefusedByName(String name) throws IOException {
        byte[] hive = bytes(name);
        try {
            assertThat(RegistryText.of(open(hive))).isNotEmpty();
        } catch (BadImageException e) {
            assertThat(e.structure()).startsWith("reg");
        }
    }

    @Test
    void aListThatIsDamagedIsNamed() throws IOException {
        byte[] hive = bytes("plaso-corrupt_sub_key_list.hiv");
        assertThatThrownBy(() -> RegistryText.of(open(hive)))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.structure()).isEqualTo("registry key"));
    }

    @Test
    void aDirtyHiveHasWhatItsLogsHold() throws IOException {
        byte[] stale = bytes("regipy-SYSTEM_B");
        byte[] log1 = bytes("regipy-SYSTEM_B.LOG1");
        byte[] log2 = bytes("regipy-SYSTEM_B.LOG2");
        RegistryHive hive =
                RegistryHive.open(MemoryDisk.of(stale), List.of(MemoryDisk.of(log1), MemoryDisk.of(log2)), ALL);
        assertThat(hive.replayed()).isTrue();
        assertThat(hive.warnings()).isEmpty();
        ByteBuffer applied = ByteBuffer.wrap(stale.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int count = copyPages(log1, applied) + copyPages(log2, applied);
        // So says the project that the hive comes from.
        assertThat(count).isEqualTo(315);
        HiveBuilder.checksum(applied);
        Path file = Files.write(folder.resolve("applied"), applied.array());
        Map<String, Map<String, String>> replayed = RegistryText.of(hive);
        assertThat(replayed).isEqualTo(RegistryText.byHivex(file));
        Set<String> added = new HashSet<>(replayed.keySet());
        added.removeAll(RegistryText.of(open(stale)).keySet());
        assertThat(added).isNotEmpty();
    }

    /** Copies every page of a log to its place, without a look at checksums or at numbers. */
    private static int copyPages(byte[] log, ByteBuffer hive) {
        ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        int count = 0;
        int entry = 512;
        while (new String(log, entry, 4, StandardCharsets.US_ASCII).equals("HvLE")) {
            int references = bytes.getInt(entry + 20);
            int data = entry + 40 + references * 8;
            for (int i = 0; i < references; i++) {
                int offset = bytes.getInt(entry + 40 + i * 8);
                int size = bytes.getInt(entry + 44 + i * 8);
                hive.put(4096 + offset, log, data, size);
                data += size;
                count++;
            }
            hive.putInt(40, bytes.getInt(entry + 16));
            entry += bytes.getInt(entry + 4);
        }
        return count;
    }
}
