package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.Extent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiskComparisonTest {

    private static final int MIB = 1 << 20;

    @RepeatedTest(60)
    void findsTheFirstDifferenceHoweverTheBytesAreStored(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        MemoryDisk a = MemoryDisk.random(random, 1 + random.nextInt(3 * MIB), 1 + random.nextInt(9000));
        byte[] changed = a.content();
        for (int i = random.nextInt(4); i > 0; i--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
        }
        if (random.nextInt(4) == 0) {
            changed = Arrays.copyOf(changed, 1 + random.nextInt(4 * MIB));
        }
        MemoryDisk b = stored(random, changed);

        DiskComparison ab = DiskComparison.compare(a, b, CopyProgress.NONE);
        DiskComparison ba = DiskComparison.compare(b, a, CopyProgress.NONE);

        int mismatch = Arrays.mismatch(a.content(), changed);
        assertThat(ab.firstDifference()).isEqualTo(mismatch < 0 ? OptionalLong.empty() : OptionalLong.of(mismatch));
        assertThat(ba.firstDifference()).isEqualTo(ab.firstDifference());
        assertThat(ab.same()).isEqualTo(mismatch < 0);
        assertThat(ab.capacityA()).isEqualTo(a.size());
        assertThat(ab.capacityB()).isEqualTo(b.size());
    }

    @Test
    void doesNotReadWhatIsZeroOnBoth() throws Exception {
        MemoryDisk a = MemoryDisk.zero(64 * MIB);
        MemoryDisk b = MemoryDisk.zero(64 * MIB);

        assertThat(DiskComparison.compare(a, b, CopyProgress.NONE).same()).isTrue();

        assertThat(a.bytesRead() + b.bytesRead()).isZero();
    }

    @Test
    void countsALongerDiskAsDifferentEvenIfTheRestIsZero() throws Exception {
        DiskComparison comparison =
                DiskComparison.compare(MemoryDisk.zero(2 * MIB), MemoryDisk.zero(MIB), CopyProgress.NONE);

        assertThat(comparison.firstDifference()).hasValue(MIB);
    }

    /** A layout of its own for given bytes: whatever is zero may be a ZERO extent or stored. */
    private static MemoryDisk stored(Random random, byte[] content) {
        List<Extent> extents = new ArrayList<>();
        int offset = 0;
        while (offset < content.length) {
            int length = Math.min(content.length - offset, 1 + random.nextInt(50_000));
            boolean zero = Arrays.mismatch(content, offset, offset + length, new byte[length], 0, length) < 0;
            extents.add(
                    zero && random.nextBoolean()
                            ? Extent.zero(offset, length)
                            : Extent.data(offset, length, Optional.empty()));
            offset += length;
        }
        return new MemoryDisk(Path.of("other.img"), content, extents);
    }
}
