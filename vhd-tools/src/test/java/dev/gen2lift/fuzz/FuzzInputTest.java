package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.partition.GptBuilder;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fuzz test is worth something only while its seeds are good images, and mended checksums the right ones. */
class FuzzInputTest {

    private static final int MIB = 1 << 20;
    private static final Content CONTENT = new SparseContent(6L * MIB).write(MIB + 512, PseudoRandom.bytes(1, 40));

    @TempDir
    Path folder;

    @Test
    void readsAsTheContentThatItWasMadeOf() {
        SparseContent content = new SparseContent(100_000)
                .write(0, new byte[] {1, 0, 0, 2})
                .write(4090, PseudoRandom.bytes(2, 9000))
                .write(99_999, new byte[] {3});
        byte[] repeated = new byte[20 << 10];
        Arrays.fill(repeated, (byte) 0xEE);
        content.write(40 << 10, repeated);

        FuzzInput input = FuzzInput.read(FuzzInput.of(5, content));

        assertThat(input.choices()).isEqualTo(5);
        assertThat(input.content().sha256()).isEqualTo(content.sha256());
    }

    @Test
    void mendsEachChecksumOfAVhdx() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT)
                .blockSize(MIB)
                .pending(PendingLog.simple().ofEntries(2).startingAt(MIB - 8192))
                .writeTo(image);
        SparseContent file = content(image);
        SparseContent damaged = file.copy();
        for (long checksum : new long[] {0x10004, 0x20004, 0x30004, 0x40004, 2 * MIB - 8192 + 4}) {
            damaged.write(checksum, new byte[] {1, 2, 3, 4});
        }

        Checksums.ofVhdx(damaged);

        assertThat(damaged.sha256()).isEqualTo(file.sha256());
    }

    @Test
    void mendsEachChecksumOfAVhd() throws Exception {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.dynamic(CONTENT).writeTo(image);
        SparseContent file = content(image);
        SparseContent damaged = file.copy();
        for (long checksum : new long[] {64, 512 + 36, file.size() - 512 + 64}) {
            damaged.write(checksum, new byte[] {1, 2, 3, 4});
        }

        Checksums.ofVhd(damaged);

        assertThat(damaged.sha256()).isEqualTo(file.sha256());
    }

    @Test
    void mendsEachChecksumOfAGpt() {
        SparseContent disk = new GptBuilder(8L * MIB).build();
        SparseContent damaged = disk.copy();
        for (long header : new long[] {512, disk.size() - 512}) {
            damaged.write(header + 16, new byte[] {1, 2, 3, 4}).write(header + 88, new byte[] {5, 6, 7, 8});
        }

        Checksums.ofGpt(damaged);

        assertThat(damaged.sha256()).isEqualTo(disk.sha256());
    }

    private static SparseContent content(Path file) throws Exception {
        assertThat(Files.size(file)).isLessThan(32L * MIB);
        return FuzzInput.read(FuzzInput.of(0, file)).content();
    }
}
