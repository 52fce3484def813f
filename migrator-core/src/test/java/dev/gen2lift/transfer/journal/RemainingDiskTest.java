package dev.gen2lift.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemainingDiskTest {

    private static final int UNIT = 4096;
    private static final int UNITS = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void hasWhatIsStoredAndNotDone(long seed) throws Exception {
        Random random = new Random(seed);
        MemoryDisk disk = MemoryDisk.random(random, UNITS * UNIT, UNIT);
        BitSet expected = new BitSet();
        for (Extent extent : disk.extentList()) {
            expected.set(
                    (int) (extent.offset() / UNIT), (int) (extent.end() / UNIT), extent.kind() == Extent.Kind.DATA);
        }
        Coverage done = new Coverage();
        for (int i = 0; i < 30; i++) {
            int from = random.nextInt(UNITS - 1);
            int to = from + 1 + random.nextInt(Math.min(12, UNITS - from));
            done.add((long) from * UNIT, (long) to * UNIT, 0);
            expected.clear(from, to);
        }

        BitSet found = new BitSet();
        long position = 0;
        ExtentCursor cursor = new RemainingDisk(disk, done).extents();
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            assertThat(extent.offset()).isEqualTo(position);
            position = extent.end();
            if (extent.kind() == Extent.Kind.DATA) {
                found.set((int) (extent.offset() / UNIT), (int) (extent.end() / UNIT));
            }
        }

        assertThat(position).isEqualTo(UNITS * UNIT);
        assertThat(found).isEqualTo(expected);
    }
}
