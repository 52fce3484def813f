package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects that grub-mkimage puts behind GRUB's code, written by hand. */
class GrubPrefixTest {

    private static final int SIZE = 96;

    private static ByteBuffer modules() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("mimg".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putLong(24)
                .putLong(SIZE);
        bytes.putInt(0).putInt(16).putLong(0);
        bytes.putInt(3).putInt(24).put("/EFI/debian".getBytes(StandardCharsets.US_ASCII));
        return bytes.putInt(64, 0).putInt(68, 32);
    }

    private static Optional<String> read(ByteBuffer bytes) throws IOException {
        return GrubPrefix.read(new MemoryDisk(bytes), new PeSection("mods", SIZE, 0, 0, SIZE));
    }

    @Test
    void findsTheFolderBehindOtherObjects() throws IOException {
        assertThat(read(modules())).contains("/EFI/debian");
    }

    @Test
    void findsNoneWhereNoObjectIsOne() throws IOException {
        assertThat(read(modules().putInt(40, 2))).isEmpty();
        assertThat(read(modules().putInt(0, 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"28, 0", "28, 7", "28, -1", "28, 80", "8, 97", "16, 97", "44, 4096"})
    void refusesObjectsThatLeaveTheSectionOrStandStill(int at, int value) {
        ByteBuffer damaged = modules().putInt(at, value);
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(BadImageException.class);
    }
}
