package dev.gen2lift.testimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.oracle.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchImageTest {

    @TempDir
    Path folder;

    @Test
    void qemuReadsTheRunsAndNothingElse() throws IOException {
        Path file = folder.resolve("bench.vhdx");
        Path raw = folder.resolve("bench.raw");

        BenchImage.main(new String[] {file.toString(), "256M", "1M", "8", "512K", "shuffled"});

        SparseFile.writeRaw(raw, new BenchImage(256 << 20, 1 << 20, 8, 512 << 10, false).content());
        QemuImg.compare(raw, "raw", file, "vhdx").expectSuccess();
    }

    @Test
    void qemuReadsScatteredRunsToo() throws IOException {
        Path file = folder.resolve("scattered.vhdx");
        Path raw = folder.resolve("scattered.raw");

        BenchImage.main(new String[] {file.toString(), "256M", "1M", "64", "64K", "scattered"});

        Content content = new BenchImage(256 << 20, 1 << 20, 64, 64 << 10, true).content();
        SparseFile.writeRaw(raw, content);
        QemuImg.compare(raw, "raw", file, "vhdx").expectSuccess();
        assertThat(content.isHole(4 << 20, 4096)).isTrue();
        assertThat(content.isHole(4 << 20, 1 << 20)).isFalse();
    }

    @Test
    void aChildStoresAHundredthOfItsParentsData() throws IOException {
        Path parent = folder.resolve("parent.vhdx");
        Path child = folder.resolve("child.avhdx");

        BenchImage.main(new String[] {parent.toString(), "256M", "1M", "8", "25M"});
        BenchImage.main(new String[] {child.toString(), "256M", "1M", "8", "25M", "parent.vhdx"});

        assertThat(Files.size(parent)).isBetween(200L << 20, 210L << 20);
        assertThat(Files.size(child)).isBetween(8L << 20, 24L << 20);
    }

    @Test
    void spreadsTheRunsEvenly() {
        Content content = new BenchImage(64L << 30, 32 << 20, 4, 4 << 20, false).content();

        assertThat(content.nextData(1)).isEqualTo(1);
        assertThat(content.nextData(4 << 20)).isEqualTo(16L << 30);
        assertThat(content.nextData((48L << 30) + (4 << 20))).isEqualTo(content.size());
        assertThat(content.isHole(1L << 30, 1L << 30)).isTrue();
    }

    @Test
    void readsTheSameFromAnyOffset() {
        Content content =
                new RandomContent(1 << 20, 5).run(128 << 10, 256 << 10).run(420 << 10, 12 << 10);
        byte[] whole = content.bytes(0, 1 << 20);

        for (int offset : new int[] {0, 1, 65_535, 131_071, 200_000, 393_215, 429_000, 1_000_000}) {
            int length = Math.min(70_000, whole.length - offset);
            assertThat(content.bytes(offset, length)).isEqualTo(Arrays.copyOfRange(whole, offset, offset + length));
        }
        assertThat(whole[127 << 10]).isZero();
        assertThat(content.sha256())
                .hasSize(64)
                .isNotEqualTo(Content.zeros(1 << 20).sha256());
    }

    @Test
    void refusesMissingArguments() {
        assertThatThrownBy(() -> BenchImage.main(new String[] {"x.vhdx"})).isInstanceOf(IllegalArgumentException.class);
    }
}
