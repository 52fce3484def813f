package dev.gen2lift.guest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hives that were not closed, with the logs that Windows left beside them. */
class HiveRecoveryTest {

    private static final byte[] FIRST = state(1);
    private static final byte[] SECOND = state(2);
    private static final byte[] THIRD = state(3);
    private static final byte[] FOURTH = state(4);

    /** A hive with a number in it, at the same place each time; each state is a page longer than the one before. */
    private static byte[] state(int number) {
        HiveBuilder hive = new HiveBuilder().dword("key", "Number", number);
        for (int i = 0; i < number; i++) {
            hive.value("key", "Data " + i, 3, new byte[4000]);
        }
        return hive.build();
    }

    private static RegistryHive open(byte[] hive, byte[]... logs) throws IOException {
        List<ByteSource> sources =
                Stream.of(logs).<ByteSource>map(MemoryDisk::of).toList();
        return RegistryHive.open(MemoryDisk.of(hive), sources);
    }

    private static void assertState(RegistryHive hive, byte[] state) throws IOException {
        assertThat(RegistryText.of(hive)).isEqualTo(RegistryText.of(open(state)));
    }

    @Test
    void bothLogsTakePartTheEarlierOneFirst() throws IOException {
        byte[] later = new LogBuilder(12).entry(THIRD, FOURTH).build(FIRST);
        byte[] earlier =
                new LogBuilder(10).entry(FIRST, SECOND).entry(SECOND, THIRD).build(FIRST);
        byte[] dirty = LogBuilder.dirty(FIRST, 10, 9);
        RegistryHive hive = open(dirty, later, earlier);
        assertState(hive, FOURTH);
        assertThat(hive.replayed()).isTrue();
        assertThat(hive.warnings()).isEmpty();
        assertState(open(dirty, earlier, later), FOURTH);
    }

    @Test
    void aTornEntryEndsTheLog() throws IOException {
        byte[] log =
                new LogBuilder(10).entry(FIRST, SECOND).entry(SECOND, THIRD).build(FIRST);
        byte[] torn = log.clone();
        torn[torn.length - 1024 - 600] ^= 1;
        assertState(open(LogBuilder.dirty(FIRST, 10, 9), torn), SECOND);
        assertState(open(LogBuilder.dirty(FIRST, 10, 9), Arrays.copyOf(log, log.length - 2000)), SECOND);
    }

    @Test
    void aGapBetweenEntriesEndsTheReplay() throws IOException {
        byte[] earlier = new LogBuilder(10).entry(FIRST, SECOND).build(FIRST);
        byte[] later = new LogBuilder(13).entry(SECOND, THIRD).build(FIRST);
        assertState(open(LogBuilder.dirty(FIRST, 10, 9), earlier, later), SECOND);
    }

    @Test
    void entriesThatTheHiveHasAlreadyAreLeftOut() throws IOException {
        byte[] stale = new LogBuilder(5).entry(FIRST, THIRD).build(FIRST);
        byte[] fresh = new LogBuilder(10).entry(FIRST, SECOND).build(FIRST);
        assertState(open(LogBuilder.dirty(FIRST, 10, 9), stale, fresh), SECOND);
        RegistryHive hive = open(LogBuilder.dirty(FIRST, 10, 9), stale);
        assertState(hive, FIRST);
        assertThat(hive.replayed()).isFalse();
        assertThat(hive.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("no log holds its last changes"));
    }

    @Test
    void aClosedHiveIgnoresItsLogs() throws IOException {
        byte[] log = new LogBuilder(10).entry(FIRST, SECOND).build(FIRST);
        RegistryHive hive = open(LogBuilder.dirty(FIRST, 10, 10), log);
        assertState(hive, FIRST);
        assertThat(hive.replayed()).isFalse();
    }

    @Test
    void aDamagedBaseBlockComesBackFromTheLaterLogAlone() throws IOException {
        byte[] broken = FIRST.clone();
        broken[36] ^= 0x55;
        byte[] earlier = new LogBuilder(10).entry(FIRST, FOURTH).build(FIRST);
        byte[] later = new LogBuilder(11).entry(FIRST, SECOND).build(FIRST);
        assertState(open(broken, earlier, later), SECOND);
        assertThatThrownBy(() -> open(broken))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.structure()).isEqualTo("regf base block"));
    }

    @Test
    void logsOfOlderWindowsHoldOneSetOfSectors() throws IOException {
        for (int type : new int[] {1, 2}) {
            RegistryHive hive = open(LogBuilder.dirty(FIRST, 10, 9), LogBuilder.old(FIRST, SECOND, type));
            assertState(hive, SECOND);
            assertThat(hive.replayed()).isTrue();
        }
    }

    @Test
    void anOldLogOfAnotherTimeIsLeftOut() throws IOException {
        byte[] before =
                new HiveBuilder().written(1, 5).dword("key", "Number", 9).build();
        byte[] hive = LogBuilder.dirty(FIRST, 10, 9);
        assertState(open(hive, LogBuilder.old(FIRST, before, 1)), FIRST);
        assertState(open(hive, LogBuilder.old(FIRST, before, 1), LogBuilder.old(FIRST, SECOND, 1)), SECOND);
    }

    @Test
    void anOldLogThatIsCutOffIsNotApplied() throws IOException {
        byte[] log = LogBuilder.old(FIRST, SECOND, 1);
        RegistryHive hive = open(LogBuilder.dirty(FIRST, 10, 9), Arrays.copyOf(log, log.length - 512));
        assertState(hive, FIRST);
        assertThat(hive.warnings()).hasSize(2);
    }

    /** Anything but a {@link BadImageException} fails the test. */
    @Test
    void mutatedLogsAreReplayedOrNot() throws IOException {
        PseudoRandom random = new PseudoRandom(5);
        byte[] dirty = LogBuilder.dirty(FIRST, 10, 9);
        int replayed = 0;
        for (int i = 0; i < 300; i++) {
            byte[] log = i % 2 == 0
                    ? LogBuilder.old(FIRST, SECOND, 1)
                    : new LogBuilder(10).entry(FIRST, SECOND).build(FIRST);
            ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
            int[] interesting = {0, 1, -1, 512, 0x7FFFFFFF, 0x80000000, 4096};
            bytes.putInt(4 * random.nextInt(170), interesting[random.nextInt(interesting.length)]);
            HiveBuilder.checksum(bytes);
            try {
                RegistryHive hive = open(dirty, log);
                replayed += hive.replayed() ? 1 : 0;
                RegistryText.of(hive);
            } catch (BadImageException e) {
                assertThat(e.reason()).isNotEmpty();
            }
        }
        assertThat(replayed).isBetween(10, 290);
    }
}
