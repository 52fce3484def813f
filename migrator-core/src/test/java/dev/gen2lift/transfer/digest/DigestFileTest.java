package dev.gen2lift.transfer.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFileTest {

    private static final int CHUNK = ChunkLayout.CHUNK;
    private static final String SOURCE = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void goesOnWhereItWasLeftWithoutBeingClosed() throws Exception {
        Path path = folder.resolve("tree");
        ChunkDigest first = digest(1);
        DigestFile killed = DigestFile.create(path, SOURCE, 3L * CHUNK);
        killed.put(2, first);

        try (DigestFile next = DigestFile.open(path)) {
            assertThat(next.source()).isEqualTo(SOURCE);
            assertThat(next.layout().capacity()).isEqualTo(3L * CHUNK);
            assertThat(next.root()).isEmpty();
            assertThat(next.get(2)).contains(first);
            assertThat(next.get(1)).isEmpty();
        }
        killed.close();
    }

    @Test
    void knowsNothingFalseWhereverItIsTorn() throws Exception {
        Path whole = folder.resolve("whole");
        try (DigestFile file = DigestFile.create(whole, SOURCE, 4L * CHUNK)) {
            for (int chunk = 0; chunk < 4; chunk++) {
                file.put(chunk, digest(chunk));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path torn = folder.resolve("torn");
        for (int length = 0; length <= bytes.length; length++) {
            Files.write(torn, Arrays.copyOf(bytes, length));
            Optional<DigestFile> opened = tryOpen(torn);
            if (opened.isPresent()) {
                try (DigestFile file = opened.get()) {
                    assertThat(file.root()).isEmpty();
                    for (int chunk = 0; chunk < 4; chunk++) {
                        assertThat(file.get(chunk)).isIn(Optional.empty(), Optional.of(digest(chunk)));
                    }
                }
            }
        }
    }

    @Test
    void knowsNothingFalseWhateverBitIsFlipped() throws Exception {
        Path whole = folder.resolve("whole");
        ChunkDigest root;
        try (DigestFile file = DigestFile.create(whole, SOURCE, 2L * CHUNK)) {
            file.put(0, digest(0));
            root = file.seal();
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path damaged = folder.resolve("damaged");
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(damaged, changed);
            Optional<DigestFile> opened = tryOpen(damaged);
            if (opened.isPresent()) {
                try (DigestFile file = opened.get()) {
                    assertThat(file.source()).isEqualTo(SOURCE);
                    assertThat(file.root()).isIn(Optional.empty(), Optional.of(root));
                    assertThat(tryGet(file)).isIn(Optional.empty(), Optional.of(digest(0)));
                }
            }
        }
    }

    @Test
    void isNotAddedToOnceItIsSealed() throws Exception {
        try (DigestFile file = DigestFile.create(folder.resolve("tree"), SOURCE, CHUNK)) {
            file.seal();
            assertThatThrownBy(() -> file.put(0, digest(0))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void isNoTreeWhereItIsSomethingElse() throws Exception {
        Path path = Files.write(folder.resolve("tree"), new byte[4096]);
        assertThatThrownBy(() -> DigestFile.open(path))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is no digest tree");
    }

    @Test
    void hasAnotherRootForTheSameBytesInALargerDisk() throws Exception {
        try (DigestFile small = DigestFile.create(folder.resolve("small"), SOURCE, 2L * CHUNK);
                DigestFile large = DigestFile.create(folder.resolve("large"), SOURCE, 2L * CHUNK + 512)) {
            small.put(0, digest(0));
            large.put(0, digest(0));
            assertThat(small.seal()).isNotEqualTo(large.seal());
        }
    }

    private static Optional<DigestFile> tryOpen(Path path) {
        try {
            return Optional.of(DigestFile.open(path));
        } catch (FileSystemException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A sealed tree's damaged digest is a failure; an unsealed one's is not known. */
    private static Optional<ChunkDigest> tryGet(DigestFile file) throws IOException {
        try {
            return file.get(0);
        } catch (FileSystemException e) {
            return Optional.empty();
        }
    }

    private static ChunkDigest digest(int seed) {
        return ChunkDigest.of(ByteBuffer.wrap(new byte[] {(byte) seed, 42}));
    }
}
