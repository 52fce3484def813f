package dev.gen2lift.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PagedSourceTest {

    private static final int SIZE = 5_000_000;

    private final byte[] bytes = new byte[SIZE];
    private final List<Integer> reads = new ArrayList<>();

    private PagedSource source() {
        new Random(1).nextBytes(bytes);
        MemoryDisk disk = MemoryDisk.of(bytes);
        return new PagedSource(new ByteSource() {
            @Override
            public String name() {
                return disk.name();
            }

            @Override
            public long size() {
                return disk.size();
            }

            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                reads.add(into.remaining());
                disk.read(offset, into);
            }
        });
    }

    @Test
    void readsWhatItsSourceHolds() throws IOException {
        PagedSource source = source();
        Random random = new Random(2);
        for (int round = 0; round < 2000; round++) {
            int length = random.nextInt(70_000);
            int offset = random.nextInt(SIZE - length + 1);
            ByteBuffer part = ByteBuffer.allocate(length);
            source.read(offset, part);
            assertThat(Arrays.equals(part.array(), 0, length, bytes, offset, offset + length))
                    .isTrue();
        }
    }

    @Test
    void readsAPageOnceAndABlockInOneGo() throws IOException {
        PagedSource source = source();
        for (int i = 0; i < 100; i++) {
            source.read(16_384 + i * 40, ByteBuffer.allocate(32));
        }
        assertThat(reads).containsExactly(4096);
        source.read(16_384, ByteBuffer.allocate(16_384));
        assertThat(reads).containsExactly(4096, 12_288);
    }

    @Test
    void keepsNothingOfALongRead() throws IOException {
        PagedSource source = source();
        source.read(0, ByteBuffer.allocate(1 << 20));
        source.read(0, ByteBuffer.allocate(1));
        assertThat(reads).containsExactly(1 << 20, 4096);
    }

    @Test
    void refusesToReadBehindTheEnd() throws IOException {
        PagedSource source = source();
        source.read(SIZE - 1, ByteBuffer.allocate(1));
        assertThatThrownBy(() -> source.read(SIZE - 1, ByteBuffer.allocate(2))).isInstanceOf(BadImageException.class);
        assertThatThrownBy(() -> source.read(-1, ByteBuffer.allocate(2))).isInstanceOf(BadImageException.class);
    }
}
