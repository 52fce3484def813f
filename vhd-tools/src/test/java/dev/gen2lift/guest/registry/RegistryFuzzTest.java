package dev.gen2lift.guest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.fuzz.ReadOrRefuse;
import dev.gen2lift.guest.registry.HiveBuilder.Lists;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hives, and logs of a hive that was not closed. The first byte of an input says whether checksums are made to fit; in a
 * log those are the base block's and the entries'.
 */
@Timeout(20)
class RegistryFuzzTest {

    private static final int MAX_KEYS = 2000;
    private static final int MAX_LOG_ENTRIES = 64;
    private static final byte[] BEFORE = hive(Lists.LH, 1);
    private static final byte[] AFTER = hive(Lists.LH, 2);

    private static byte[] hive(Lists lists, int number) {
        return new HiveBuilder()
                .lists(lists)
                .dword("ControlSet001\\Services\\vmbus", "Start", number)
                .text("ControlSet001\\Control", "Text", "a text")
                .texts("ControlSet001\\Control", "List", "one", "two")
                .value("ControlSet001\\Control", "Large", 3, new byte[20_000])
                .className("ControlSet001", "class")
                .build();
    }

    private static byte[] input(byte[] file) {
        return ByteBuffer.allocate(1 + file.length).put((byte) 1).put(file).array();
    }

    private static byte[] file(byte[] input) {
        return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    }

    static Stream<byte[]> hives() {
        return Arrays.stream(Lists.values()).map(lists -> input(hive(lists, 1)));
    }

    static Stream<byte[]> logs() {
        return Stream.of(
                input(new LogBuilder(10)
                        .entry(BEFORE, AFTER)
                        .entry(AFTER, BEFORE)
                        .build(BEFORE)),
                input(LogBuilder.old(BEFORE, AFTER, 1)));
    }

    @MethodSource("hives")
    @FuzzTest
    void aHiveIsReadOrRefused(byte[] input) throws IOException {
        byte[] hive = file(input);
        if (input.length > 0 && input[0] % 2 != 0) {
            sealBaseBlock(hive);
        }
        ReadOrRefuse.within(() -> walk(hive, List.of()));
    }

    @MethodSource("logs")
    @FuzzTest
    void aLogIsAppliedOrNot(byte[] input) throws IOException {
        byte[] log = file(input);
        if (input.length > 0 && input[0] % 2 != 0) {
            sealBaseBlock(log);
            sealEntries(log);
        }
        ReadOrRefuse.within(() -> walk(LogBuilder.dirty(BEFORE, 10, 9), List.of(log)));
    }

    /** Reads what there is, up to a limit: in a damaged hive a key can be below itself. */
    private static void walk(byte[] hive, List<byte[]> logs) throws IOException {
        try {
            RegistryHive opened = RegistryHive.open(
                    MemoryDisk.of(hive),
                    logs.stream().<ByteSource>map(MemoryDisk::of).toList(),
                    16 << 20);
            Deque<RegistryKey> keys = new ArrayDeque<>(List.of(opened.root()));
            for (int i = 0; i < MAX_KEYS && !keys.isEmpty(); i++) {
                RegistryKey key = keys.remove();
                assertThat(key.className()).isNotNull();
                for (RegistryValue value : key.values()) {
                    assertThat(value.bytes().length).isLessThanOrEqualTo(RegistryValue.MAX_DATA);
                }
                if (keys.size() < MAX_KEYS) {
                    keys.addAll(key.subkeys());
                }
            }
        } catch (BadImageException e) {
            assertThat(e.offset()).as("%s", e).isNotNegative();
        }
    }

    private static void sealBaseBlock(byte[] file) {
        if (file.length >= 512) {
            HiveBuilder.checksum(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static void sealEntries(byte[] log) {
        ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        int at = 512;
        for (int i = 0; i < MAX_LOG_ENTRIES && at >= 0 && at <= log.length - 512; i++) {
            int size = bytes.getInt(at + 4);
            if (size < 512 || size % 512 != 0 || size > log.length - at) {
                return;
            }
            bytes.putLong(at + 24, LogBuilder.hash(bytes, at + 40, size - 40));
            bytes.putLong(at + 32, LogBuilder.hash(bytes, at, 32));
            at += size;
        }
    }
}
