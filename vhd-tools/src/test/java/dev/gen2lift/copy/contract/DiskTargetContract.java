package dev.gen2lift.copy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a target promises, whatever lies behind it. A test of a target extends this class and says how one is made and
 * what can be seen of it; each test method uses a target of its own.
 */
public abstract class DiskTargetContract {

    private static final int MIB = 1 << 20;

    /** A new target for a disk of {@code capacity} bytes, a multiple of 1 MiB, that is not there yet. */
    protected abstract DiskTarget create(long capacity) throws Exception;

    /** The disk's bytes as anybody can read them under the target's final name; empty where nothing is to be seen. */
    protected abstract Optional<byte[]> visible() throws Exception;

    @Test
    void readsAsZeroWhereNothingWasWritten() throws Exception {
        try (DiskTarget target = create(2 * MIB)) {
            target.complete();
        }
        assertThat(visible()).hasValue(new byte[2 * MIB]);
    }

    @Test
    void holdsWhatWasWritten() throws Exception {
        byte[] expected = new byte[4 * MIB];
        try (DiskTarget target = create(expected.length)) {
            int grain = target.shape().alignment();
            writeRandom(target, expected, 0, grain);
            writeRandom(target, expected, MIB, Math.min(target.shape().maxLength(), 2 * MIB));
            writeRandom(target, expected, expected.length - grain, grain);
            target.complete();
        }
        assertThat(visible()).hasValue(expected);
    }

    @Test
    void leavesTheCallersBufferFreeForOtherUses() throws Exception {
        byte[] expected = new byte[MIB];
        try (DiskTarget target = create(MIB)) {
            int grain = target.shape().alignment();
            ByteBuffer buffer = ByteBuffer.allocateDirect(grain);
            for (int i = 0; i < 8; i++) {
                byte[] bytes = randomBytes(i, grain);
                System.arraycopy(bytes, 0, expected, i * grain, grain);
                target.write((long) i * grain, buffer.clear().put(bytes).flip());
            }
            target.complete();
        }
        assertThat(visible()).hasValue(expected);
    }

    @Test
    void takesWritesOfSeveralThreadsInAnyOrder() throws Exception {
        byte[] expected = randomBytes(7, 4 * MIB);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (DiskTarget target = create(expected.length)) {
            int length = Math.min(target.shape().maxLength(), 64 << 10);
            Future<?>[] writes = new Future<?>[expected.length / length];
            for (int i = 0; i < writes.length; i++) {
                int offset = expected.length - (i + 1) * length;
                writes[i] = threads.submit(() -> {
                    target.write(offset, ByteBuffer.wrap(expected, offset, length));
                    return null;
                });
            }
            for (Future<?> write : writes) {
                write.get();
            }
            target.complete();
        } finally {
            threads.shutdownNow();
        }
        assertThat(visible()).hasValue(expected);
    }

    @Test
    void takesTheSameRangeTwice() throws Exception {
        byte[] expected = new byte[MIB];
        try (DiskTarget target = create(MIB)) {
            int length = Math.min(target.shape().maxLength(), 64 << 10);
            writeRandom(target, expected, 0, length);
            target.write(0, ByteBuffer.wrap(expected, 0, length));
            target.complete();
        }
        assertThat(visible()).hasValue(expected);
    }

    @Test
    void showsNothingBeforeItIsComplete() throws Exception {
        try (DiskTarget target = create(MIB)) {
            writeRandom(target, new byte[MIB], 0, target.shape().alignment());
            assertThat(visible()).isEmpty();
            target.complete();
            assertThat(visible()).isPresent();
        }
        assertThat(visible()).isPresent();
    }

    @Test
    void leavesNothingWhenAbandoned() throws Exception {
        try (DiskTarget target = create(MIB)) {
            writeRandom(target, new byte[MIB], 0, target.shape().alignment());
        }
        assertThat(visible()).isEmpty();
    }

    @Test
    void givesUpPromptlyWhenInterruptedAndShowsNothing() throws Exception {
        try (DiskTarget target = create(MIB)) {
            Thread.currentThread().interrupt();
            try {
                target.write(0, ByteBuffer.wrap(randomBytes(1, target.shape().alignment())));
            } catch (Exception expectedFromMostTargets) {
                assertThat(expectedFromMostTargets).isNotNull();
            } finally {
                Thread.interrupted();
            }
        }
        assertThat(visible()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void receivesAnyLayoutByteForByte(long seed) throws Exception {
        Random random = new Random(seed);
        MemoryDisk source = MemoryDisk.random(random, (1 + random.nextInt(8)) * MIB, 512 << random.nextInt(8));
        CopyResult result;
        try (DiskTarget target = create(source.size())) {
            assertShapeIsUsable(target.shape());
            result = CopyEngine.copy(source, target, new CopyOptions(3, false), CopyProgress.NONE);
        }
        assertThat(visible()).hasValue(source.content());
        assertThat(result.bytesCloned() + result.bytesCopied() + result.bytesZero())
                .isEqualTo(source.size());
    }

    private static void assertShapeIsUsable(WriteShape shape) {
        assertThat(shape.zeroGap()).isLessThanOrEqualTo(shape.maxLength());
    }

    private static void writeRandom(DiskTarget target, byte[] expected, int offset, int length) throws Exception {
        byte[] bytes = randomBytes(offset, length);
        System.arraycopy(bytes, 0, expected, offset, length);
        target.write(offset, ByteBuffer.wrap(bytes));
    }

    private static byte[] randomBytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
