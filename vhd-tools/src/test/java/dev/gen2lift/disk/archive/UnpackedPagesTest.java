package dev.gen2lift.disk.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.testimages.PseudoRandom;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnpackedPagesTest {

    private static final int MIB = 1 << 20;
    private static final byte[] BYTES = PseudoRandom.bytes(1, 90 * MIB + 123);

    private static final UnpackingLimit LIMIT = new UnpackingLimit("test", BYTES.length, 10);

    private final UnpackedPages pages =
            new UnpackedPages("test", "test stream", LIMIT, () -> new ByteArrayInputStream(BYTES));

    @Test
    void beginsOnceForReadersThatOvertakeEachOther() throws Exception {
        for (long window = 0; window < 80; window += 16) {
            List<Long> pieces = new ArrayList<>(LongStream.range(window, window + 16)
                    .map(piece -> piece * MIB)
                    .boxed()
                    .toList());
            new PseudoRandom(window).shuffle(pieces);
            for (long at : pieces) {
                check(at, MIB);
            }
        }

        assertThat(pages.starts()).isOne();
    }

    @Test
    void servesSeveralReadersAtOnce() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long first = i * MIB;
            done.add(workers.submit(() -> {
                for (long at = first; at <= BYTES.length - MIB; at += 4 * MIB) {
                    check(at, MIB);
                }
                return null;
            }));
        }
        for (Future<?> each : done) {
            each.get(1, TimeUnit.MINUTES);
        }
        workers.shutdown();
    }

    @Test
    void remembersBothEndsAndBeginsAgainForTheMiddle() throws Exception {
        assertThat(pages.measure()).isEqualTo(BYTES.length);
        check(0, 16 * MIB);
        check(BYTES.length - MIB / 2, MIB / 2);
        assertThat(pages.starts()).isOne();

        check(30L * MIB, 100);

        assertThat(pages.starts()).isEqualTo(2);
        check(0, 16 * MIB);
        check(BYTES.length - MIB / 2, MIB / 2);
        assertThat(pages.starts()).isEqualTo(2);
    }

    @Test
    void remembersEveryPageThatIsZero() throws Exception {
        byte[] zeros = new byte[90 * MIB];
        UnpackedPages empty = new UnpackedPages("test", "test stream", LIMIT, () -> new ByteArrayInputStream(zeros));
        empty.measure();

        ByteBuffer into = ByteBuffer.allocate(MIB);
        empty.read(20L * MIB, into);

        assertThat(into.hasRemaining()).isFalse();
        assertThat(empty.starts()).isOne();
    }

    @Test
    void givesWhatThereIsBeforeTheEnd() throws Exception {
        ByteBuffer into = ByteBuffer.allocate(1000);
        pages.read(BYTES.length - 10, into);
        assertThat(into.position()).isEqualTo(10);

        pages.read(BYTES.length + 7L * MIB, into);
        assertThat(into.position()).isEqualTo(10);
    }

    private void check(long offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        pages.read(offset, into);
        assertThat(Arrays.equals(into.array(), 0, length, BYTES, (int) offset, (int) offset + length))
                .as("bytes at " + offset)
                .isTrue();
    }

    @Test
    void unpacksNoMoreThanItMay() throws IOException {
        UnpackedPages limited = new UnpackedPages(
                "test", "test stream", new UnpackingLimit("test", 2 * MIB, 10), () -> new ByteArrayInputStream(BYTES));
        limited.read(0, ByteBuffer.allocate(MIB));
        assertThatThrownBy(limited::measure)
                .isInstanceOfSatisfying(
                        BadImageException.class,
                        e -> assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("--max-unpacked")))
                .hasMessageContaining("unpacks to more than 2097152 bytes");
    }

    @Test
    void unpacksAgainOnlySoOften() throws IOException {
        UnpackedPages often = new UnpackedPages(
                "test",
                "test stream",
                new UnpackingLimit("test", BYTES.length, 2),
                () -> new ByteArrayInputStream(BYTES));
        often.measure();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10 * 90; i++) {
                        often.read(i % 90L * MIB, ByteBuffer.allocate(1));
                    }
                })
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("it was unpacked 2 times");
    }
}
