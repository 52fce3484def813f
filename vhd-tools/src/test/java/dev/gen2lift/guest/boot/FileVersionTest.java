package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Native;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the library for Windows that JNA brings along, which Microsoft's tools made. */
class FileVersionTest {

    private static byte[] library() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Native.class.getResourceAsStream("/com/sun/jna/win32-x86-64/jnidispatch.dll"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsTheVersionThatSevenZipReads(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("library.dll"), library());
        String listing = Oracle.run(
                        Duration.ofSeconds(20), Oracle.require("7zz").toString(), "l", file.toString())
                .expectSuccess()
                .out();

        FileVersion version = FileVersion.of(disk(library())).orElseThrow();

        assertThat(listing).contains("FileVersion: " + version);
    }

    @Test
    void comparesByNumbersNotByLetters() {
        assertThat(new FileVersion(6, 3, 9600, 18573)).isGreaterThan(new FileVersion(6, 3, 9600, 9999));
        assertThat(new FileVersion(10, 0, 14393, 0)).isGreaterThan(new FileVersion(6, 3, 9600, 18573));
        assertThat(new FileVersion(6, 3, 9600, 18573)).hasToString("6.3.9600.18573");
    }

    @Test
    void aProgramWithoutResourcesHasNone() throws IOException {
        byte[] bytes = library();
        int optional = peHeader(bytes) + 24;
        Arrays.fill(bytes, optional + 112 + 2 * 8, optional + 112 + 3 * 8, (byte) 0);
        assertThat(FileVersion.of(disk(bytes))).isEmpty();
    }

    @Test
    void everyCutAndEveryChangedByteOfTheResourcesEndsInAnAnswer() throws IOException {
        byte[] bytes = library();
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = bytes.clone();
            int at = i % 2 == 0 ? random.nextInt(1024) : bytes.length - 1 - random.nextInt(4096);
            changed[at] = (byte) random.nextInt(256);
            byte[] cut = i % 3 == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length)) : changed;
            try {
                FileVersion.of(disk(cut));
            } catch (BadImageException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }

    @Test
    void anEmptyFileIsNoProgram() {
        assertThatThrownBy(() -> FileVersion.of(disk(new byte[0]))).isInstanceOf(BadImageException.class);
    }

    private static MemoryDisk disk(byte[] bytes) {
        return new MemoryDisk(ByteBuffer.wrap(bytes));
    }

    private static int peHeader(byte[] bytes) {
        return (bytes[0x3C] & 0xFF) | (bytes[0x3D] & 0xFF) << 8;
    }
}
