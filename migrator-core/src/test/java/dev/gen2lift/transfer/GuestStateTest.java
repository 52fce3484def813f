package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestStateTest {

    @TempDir
    private Path folder;

    @Test
    void takesWhatAzureKeeps() throws IOException {
        assertThat(GuestState.of(VmgsFiles.write(folder.resolve("vm.vmgs"), 1)).length())
                .isEqualTo(4_194_816);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 4096})
    void takesAFileWithOneOfItsHeaders(int at) throws IOException {
        byte[] bytes = VmgsFiles.bytes(VmgsFiles.SIZE, 1);
        byte[] signature = Arrays.copyOf(bytes, 8);
        Arrays.fill(bytes, 0, 8, (byte) 0);
        Arrays.fill(bytes, 512, 520, (byte) 0);
        System.arraycopy(signature, 0, bytes, at, 8);

        assertThat(GuestState.of(file(bytes)).length()).isEqualTo(VmgsFiles.SIZE);
    }

    @Test
    void refusesADiskThatIsNoGuestState() throws IOException {
        byte[] bytes = VmgsFiles.bytes(VmgsFiles.SIZE, 1);
        Arrays.fill(bytes, 0, 1024, (byte) 0);

        assertRefused(Kind.UNSUPPORTED, "GUESTRTS", bytes);
    }

    @Test
    void refusesAFileWithoutFooter() throws IOException {
        assertRefused(
                Kind.CORRUPT, "conectix", Arrays.copyOf(VmgsFiles.bytes(VmgsFiles.SIZE, 1), VmgsFiles.SIZE - 512));
    }

    @Test
    void refusesAFooterOfAnotherSize() throws IOException {
        byte[] bytes = VmgsFiles.bytes(VmgsFiles.SIZE, 1);
        byte[] shorter = new byte[bytes.length - 4096];
        System.arraycopy(bytes, 0, shorter, 0, shorter.length);
        System.arraycopy(bytes, bytes.length - 512, shorter, shorter.length - 512, 512);

        assertRefused(Kind.CORRUPT, "not that of a fixed VHD", shorter);
    }

    @Test
    void refusesHalfASector() throws IOException {
        assertRefused(
                Kind.UNSUPPORTED,
                "whole sectors",
                Arrays.copyOf(VmgsFiles.bytes(VmgsFiles.SIZE, 1), VmgsFiles.SIZE + 100));
    }

    @Test
    void refusesWhatIsTooShortToBeOne() throws IOException {
        assertRefused(Kind.TRUNCATED, "not that short", new byte[8192]);
        assertRefused(Kind.TRUNCATED, "not that short", new byte[0]);
    }

    @Test
    void refusesADisksSizeWithoutReadingIt() throws IOException {
        Path file = folder.resolve("big.vhd");
        try (var out = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.position(GuestState.LARGEST + 511).write(ByteBuffer.allocate(1));
        }

        assertThat(catchThrowableOfType(BadImageException.class, () -> GuestState.of(file))
                        .kind())
                .isEqualTo(Kind.LIMIT);
    }

    private void assertRefused(Kind kind, String reason, byte[] bytes) throws IOException {
        Path file = file(bytes);
        BadImageException refused = catchThrowableOfType(BadImageException.class, () -> GuestState.of(file));
        assertThat(refused).as(reason).isNotNull();
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.reason()).contains(reason);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("vm.vmgs"), bytes);
    }
}
