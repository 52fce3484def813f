package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.fuzz.ReadOrRefuse;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers of programs and their signatures; signed ones lie among the inputs, made by sbsign with throw-away keys. */
@Timeout(20)
class AuthenticodeFuzzTest {

    static Stream<byte[]> seeds() {
        return Arrays.stream(Machine.values())
                .map(machine ->
                        dev.gen2lift.testimages.efi.PeImage.stub(machine).toBytes());
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        MemoryDisk file = MemoryDisk.of(input);
        ReadOrRefuse.within(() -> {
            try {
                PeImage image = PeImage.read(file);
                Authenticode signatures = Authenticode.read(file, image);
                assertThat(signatures.signers()).doesNotHaveDuplicates();
                assertThat(SecureBootStage.of(file).signatures()).hasSameSizeAs(signatures.entries());
            } catch (BadImageException e) {
                assertThat(e.offset()).as("%s", e).isNotNegative();
            }
        });
    }
}
