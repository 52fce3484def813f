package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.disk.SourceChangedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopyEngineTest {

    private static final int MIB = 1 << 20;

    @RepeatedTest(60)
    void copiesAnyLayoutByteForByteInTheTargetsShape(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int alignment = 1 << random.nextInt(13);
        int zeroGap = alignment * (1 + random.nextInt(20));
        WriteShape shape = new WriteShape(alignment, zeroGap * (1 + random.nextInt(20)), zeroGap);
        MemoryDisk source =
                MemoryDisk.random(random, 1 + random.nextInt(2 * MIB), 1 + random.nextInt(3) * random.nextInt(9000));
        RecordingTarget target = new RecordingTarget(shape, source.content().length);
        CopyOptions options = new CopyOptions(1 + random.nextInt(5), random.nextBoolean());
        CountingProgress progress = new CountingProgress();

        CopyResult result = CopyEngine.copy(source, target, options, progress);

        assertThat(target.content()).isEqualTo(source.content());
        assertThat(target.isComplete()).isTrue();
        assertThat(result.bytesCopied()).isEqualTo(target.bytesWritten());
        assertThat(result.bytesCopied() + result.bytesZero()).isEqualTo(source.size());
        assertThat(progress.virtualBytes.get()).isEqualTo(source.size());
        assertThat(progress.writtenBytes.get()).isEqualTo(result.bytesCopied());
        assertThat(result.sha256())
                .isEqualTo(options.digest() ? Optional.of(sha256(source.content())) : Optional.empty());
    }

    @RepeatedTest(60)
    void sharesWhatTheTargetTakesAndCopiesTheRest(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        MemoryDisk source =
                MemoryDisk.random(random, 1 + random.nextInt(4 * MIB), 4096).storedIn(Path.of("stored.img"), 512);
        SharingTarget target = new SharingTarget(source, new Random(random.nextLong()));
        CopyOptions options = new CopyOptions(1 + random.nextInt(5), random.nextBoolean());
        CountingProgress progress = new CountingProgress();

        CopyResult result = CopyEngine.copy(source, target, options, progress);

        assertThat(target.content()).isEqualTo(source.content());
        assertThat(result.bytesCloned()).isEqualTo(target.bytesShared());
        assertThat(result.bytesCloned() + result.bytesCopied() + result.bytesZero())
                .isEqualTo(source.size());
        assertThat(progress.virtualBytes.get()).isEqualTo(source.size());
        assertThat(result.sha256())
                .isEqualTo(options.digest() ? Optional.of(sha256(source.content())) : Optional.empty());
    }

    @Test
    void readsNothingOfAnEmptyDisk() throws Exception {
        MemoryDisk source = MemoryDisk.zero(64 * MIB);
        RecordingTarget target = new RecordingTarget(new WriteShape(512, MIB, 4096), 64 * MIB);

        CopyResult result = CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE);

        assertThat(source.bytesRead()).isZero();
        assertThat(result.bytesZero()).isEqualTo(64 * MIB);
    }

    @Test
    void readsNothingOfWhatIsShared() throws Exception {
        MemoryDisk source = MemoryDisk.of(randomBytes(8 * MIB)).storedIn(Path.of("stored.img"), 0);
        SharingTarget target = new SharingTarget(source, null);

        CopyResult result = CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE);

        assertThat(source.bytesRead()).isZero();
        assertThat(result.method()).isEqualTo(CopyResult.Method.CLONE);
    }

    @Test
    void readsEachStoredByteOnceEvenWithADigest() throws Exception {
        MemoryDisk source = MemoryDisk.random(new Random(5), 16 * MIB, MIB);
        long stored = source.extentList().stream()
                .filter(extent -> extent.kind() == Extent.Kind.DATA)
                .mapToLong(Extent::length)
                .sum();
        RecordingTarget target = new RecordingTarget(new WriteShape(512, MIB, 4096), 16 * MIB);

        CopyEngine.copy(source, target, new CopyOptions(4, true), CopyProgress.NONE);

        assertThat(source.bytesRead()).isEqualTo(stored);
    }

    @Test
    void offersTheFrontWhenTheDisksEndIsNotOnABlockBoundary() throws Exception {
        byte[] content = randomBytes(3 * MIB + 512);
        MemoryDisk source = MemoryDisk.of(content).storedIn(Path.of("stored.img"), 0);
        SharingTarget target = new SharingTarget(source, null) {
            @Override
            public boolean cloneFrom(Extent extent) {
                return extent.length() % 4096 == 0 && super.cloneFrom(extent);
            }
        };

        CopyResult result = CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE);

        assertThat(target.content()).isEqualTo(content);
        assertThat(result.bytesCloned()).isEqualTo(3 * MIB);
        assertThat(result.bytesCopied()).isEqualTo(512);
    }

    @Test
    void offersTheRightPlaceOfTheFileForEachPartOfAHugeExtent() throws Exception {
        long capacity = (2L << 30) + MIB;
        Path file = Path.of("huge.img");
        MemoryDisk source =
                new MemoryDisk(
                        file, new byte[0], List.of(Extent.data(0, capacity, Optional.of(new FileRange(file, 512))))) {
                    @Override
                    public long size() {
                        return capacity;
                    }
                };
        AtomicLong expected = new AtomicLong();
        RecordingTarget target = new RecordingTarget(new WriteShape(512, MIB, 4096), 0) {
            @Override
            public boolean cloneFrom(Extent extent) {
                assertThat(extent.offset()).isEqualTo(expected.getAndAdd(extent.length()));
                assertThat(extent.stored()).hasValue(new FileRange(file, extent.offset() + 512));
                return true;
            }
        };

        CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE);

        assertThat(expected.get()).isEqualTo(capacity);
    }

    @Test
    void stopsAtTheFirstFailureAndThrowsItItself() {
        MemoryDisk source = MemoryDisk.of(randomBytes(16 * MIB));
        IOException failure = new IOException("the cable is out");
        AtomicInteger writes = new AtomicInteger();
        RecordingTarget target = new RecordingTarget(new WriteShape(512, 64 << 10, 4096), 16 * MIB) {
            @Override
            public void write(long offset, ByteBuffer data) throws IOException {
                if (writes.incrementAndGet() == 10) {
                    throw failure;
                }
                super.write(offset, data);
            }
        };

        assertThatThrownBy(() -> CopyEngine.copy(source, target, new CopyOptions(3, false), CopyProgress.NONE))
                .isSameAs(failure);

        assertThat(target.isComplete()).isFalse();
    }

    @Test
    void throwsAnUncheckedFailureItselfToo() {
        MemoryDisk source = MemoryDisk.of(randomBytes(MIB));
        RuntimeException failure = new IllegalStateException("a bug");
        RecordingTarget target = new RecordingTarget(new WriteShape(512, 64 << 10, 4096), MIB) {
            @Override
            public void write(long offset, ByteBuffer data) {
                throw failure;
            }
        };

        assertThatThrownBy(() -> CopyEngine.copy(source, target, new CopyOptions(1, false), CopyProgress.NONE))
                .isSameAs(failure);
    }

    @Test
    void wakesThreadsThatWaitInASlowTargetWhenAnotherFails() {
        MemoryDisk source = MemoryDisk.of(randomBytes(MIB));
        AtomicInteger writes = new AtomicInteger();
        RecordingTarget target = new RecordingTarget(new WriteShape(512, 64 << 10, 4096), MIB) {
            @Override
            public void write(long offset, ByteBuffer data) throws IOException {
                if (writes.incrementAndGet() == 3) {
                    throw new IOException("third write");
                }
                sleepUntilInterrupted();
            }
        };

        assertThatThrownBy(() -> CopyEngine.copy(source, target, new CopyOptions(3, false), CopyProgress.NONE))
                .hasMessage("third write")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    }

    @Test
    void wakesThreadsThatWaitForTheirTurnToHashWhenAnotherFails() {
        AtomicBoolean first = new AtomicBoolean(true);
        byte[] content = randomBytes(MIB);
        MemoryDisk source =
                new MemoryDisk(
                        Path.of("memory.img"), content, List.of(Extent.data(0, content.length, Optional.empty()))) {
                    @Override
                    public void read(long offset, ByteBuffer into) throws IOException {
                        if (offset == 0 && first.getAndSet(false)) {
                            throw new IOException("bad sector");
                        }
                        super.read(offset, into);
                    }
                };

        assertThatThrownBy(() -> ContentDigest.sha256(source, CopyProgress.NONE))
                .hasMessage("bad sector");
    }

    @Test
    void endsWhenItsThreadIsInterruptedAndLeavesNoThreadBehind() throws Exception {
        MemoryDisk source = MemoryDisk.of(randomBytes(MIB));
        CountDownLatch writing = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        RecordingTarget target = new RecordingTarget(new WriteShape(512, 64 << 10, 4096), MIB) {
            @Override
            public void write(long offset, ByteBuffer data) throws IOException {
                inside.incrementAndGet();
                writing.countDown();
                try {
                    sleepUntilInterrupted();
                } finally {
                    inside.decrementAndGet();
                }
            }
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                CopyEngine.copy(source, target, new CopyOptions(2, false), CopyProgress.NONE);
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        caller.start();
        writing.await();
        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(inside.get()).isZero();
        assertThat(target.isComplete()).isFalse();
    }

    @Test
    void neverInterruptsAReadOfTheSource() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        byte[] content = randomBytes(MIB);
        MemoryDisk source =
                new MemoryDisk(
                        Path.of("memory.img"), content, List.of(Extent.data(0, content.length, Optional.empty()))) {
                    @Override
                    public void read(long offset, ByteBuffer into) throws IOException {
                        if (offset == 0) {
                            super.read(offset, into);
                            return;
                        }
                        reading.countDown();
                        try {
                            failed.await();
                            Thread.sleep(50);
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                        }
                        super.read(offset, into);
                    }
                };
        RecordingTarget target = new RecordingTarget(new WriteShape(512, 64 << 10, 4096), MIB) {
            @Override
            public void write(long offset, ByteBuffer data) throws IOException {
                try {
                    reading.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                failed.countDown();
                throw new IOException("no more");
            }
        };

        assertThatThrownBy(() -> CopyEngine.copy(source, target, new CopyOptions(2, false), CopyProgress.NONE))
                .hasMessage("no more");

        assertThat(interrupted).isFalse();
    }

    @Test
    void doesNotCompleteTheCopyOfASourceThatChanged() {
        SourceChangedException changed = new SourceChangedException(Path.of("memory.img"), "it was written to");
        MemoryDisk source = new MemoryDisk(Path.of("memory.img"), new byte[MIB], List.of(Extent.zero(0, MIB))) {
            @Override
            public void verifyUnchanged() throws IOException {
                throw changed;
            }
        };
        RecordingTarget target = new RecordingTarget(new WriteShape(512, MIB, 4096), MIB);

        assertThatThrownBy(() -> CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE))
                .isSameAs(changed);

        assertThat(target.isComplete()).isFalse();
    }

    @Test
    void refusesExtentsThatLeaveAHole() {
        MemoryDisk source = new MemoryDisk(
                Path.of("memory.img"), new byte[3 * MIB], List.of(Extent.zero(0, MIB), Extent.zero(2 * MIB, MIB)));
        RecordingTarget target = new RecordingTarget(new WriteShape(512, MIB, 4096), 3 * MIB);

        assertThatThrownBy(() -> CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE))
                .isInstanceOf(IllegalStateException.class);

        assertThat(target.isComplete()).isFalse();
    }

    private static void sleepUntilInterrupted() throws IOException {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new IOException("woken", e);
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static final class CountingProgress implements CopyProgress {

        private final AtomicLong virtualBytes = new AtomicLong();
        private final AtomicLong writtenBytes = new AtomicLong();

        @Override
        public void started(long bytes) {}

        @Override
        public void advanced(long bytes, long written) {
            virtualBytes.addAndGet(bytes);
            writtenBytes.addAndGet(written);
        }
    }
}
