package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.testimages.oracle.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void printsWhatSha256sumPrintsForTheRawForm(long seed) throws Exception {
        Path sha256sum = Oracle.require("sha256sum");
        Random random = new Random(seed);
        MemoryDisk disk = MemoryDisk.random(random, 1 + random.nextInt(20 << 20), 1 + random.nextInt(100_000));
        Path raw = folder.resolve("disk.raw");
        Files.write(raw, disk.content());

        String digest = ContentDigest.sha256(disk, CopyProgress.NONE);

        String judged = Oracle.run(Duration.ofMinutes(1), sha256sum.toString(), raw.toString())
                .expectSuccess()
                .out();
        assertThat(digest).isEqualTo(judged.substring(0, 64));
    }

    @Test
    void doesNotReadZeros() throws Exception {
        MemoryDisk disk = MemoryDisk.zero(16 << 20);

        // head -c 16M /dev/zero | sha256sum
        assertThat(ContentDigest.sha256(disk, CopyProgress.NONE))
                .isEqualTo("080acf35a507ac9849cfcba47dc2ad83e01b75663a516279c8b9d243b719643e");
        assertThat(disk.bytesRead()).isZero();
    }
}
