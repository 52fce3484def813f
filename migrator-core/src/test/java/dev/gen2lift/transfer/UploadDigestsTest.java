package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.transfer.verify.Verification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digests that an upload leaves are those of what it sent, however often it broke off. */
class UploadDigestsTest {

    private static final int MIB = StoredDisks.MIB;
    private static final int SIZE = 36 * MIB;

    @TempDir
    private Path folder;

    private final StoredDisks azurite = new StoredDisks();

    UploadDigestsTest() throws IOException {}

    @Test
    void verifyWhatWasStored() throws Exception {
        Path image = image(1);

        upload(image, CopyProgress.NONE);

        Verification found = verify(image);
        assertThat(found.difference()).isEmpty();
        assertThat(found.root()).isPresent();
        byte[] other = new byte[512];
        other[7] = 1;
        azurite.write("disk.vhd", 0, other);
        assertThat(verify(image).firstDifference()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void areWholeAfterAnUploadThatBrokeOff(long seed) throws Exception {
        Path image = image(seed);
        Random random = new Random(seed);
        CopyProgress breaks = WatchedProgress.breakingOffAfter(1 + random.nextInt(MIB));
        assertThatThrownBy(() -> upload(image, breaks)).hasStackTraceContaining("broken off");
        CopyProgress breaksAgain = WatchedProgress.breakingOffAfter(1 + random.nextInt(MIB));
        assertThatThrownBy(() -> upload(image, breaksAgain)).hasStackTraceContaining("broken off");

        upload(image, CopyProgress.NONE);

        assertThat(verify(image).difference()).isEmpty();
    }

    @Test
    void thatAreLostAreMadeAgain() throws Exception {
        Path image = image(7);
        assertThatThrownBy(() -> upload(image, WatchedProgress.breakingOffAfter(MIB)))
                .hasStackTraceContaining("broken off");
        Path digests = azurite.digests(transfers(), "disk.vhd");
        try (RandomAccessFile file = new RandomAccessFile(digests.toFile(), "rw")) {
            file.setLength(128 + 36 * 2);
        }

        upload(image, CopyProgress.NONE);

        assertThat(verify(image).difference()).isEmpty();
    }

    @Test
    void thatCannotBeKeptDoNotHoldUpAnUpload() throws Exception {
        Path image = image(8);
        Path digests = azurite.digests(transfers(), "disk.vhd");
        Files.createDirectories(digests.resolve("in the way"));

        upload(image, CopyProgress.NONE);

        try (PageBlobDisk stored = azurite.open("disk.vhd")) {
            assertThat(stored.flaw()).isEmpty();
        }
    }

    private UploadResult upload(Path image, CopyProgress progress) throws Exception {
        UploadOptions options = UploadOptions.usual().withRequests(3).withJournals(transfers());
        return azurite.upload(image, "disk.vhd", options, progress);
    }

    private Verification verify(Path image) throws Exception {
        return azurite.verify(image, "disk.vhd", transfers());
    }

    private Path transfers() {
        return folder.resolve("transfers");
    }

    /** Many extents to a chunk, so that chunks are read in pieces by several threads. */
    private Path image(long seed) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Random random = new Random(seed);
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(SIZE);
            for (int at = 0; at < SIZE - MIB; at += 512 * 1024 + random.nextInt(MIB)) {
                byte[] bytes = new byte[128 * 1024 + random.nextInt(384 * 1024)];
                if (random.nextInt(4) > 0) {
                    random.nextBytes(bytes);
                }
                file.seek(at);
                file.write(bytes);
            }
        }
        return raw;
    }
}
