package dev.gen2lift.guest.initramfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.fuzz.ReadOrRefuse;
import dev.gen2lift.volume.MemoryDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives of an initramfs, packed or not: their names are told, or they are refused. */
@Timeout(20)
class InitramfsFuzzTest {

    static Stream<byte[]> seeds() throws IOException {
        byte[] archive = archive();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(archive);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(archive);
        }
        return Stream.of(archive, packed.toByteArray());
    }

    private static byte[] archive() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : new String[] {"lib/modules/6/hv_vmbus.ko", "lib/modules/6/modules.dep", "TRAILER!!!"}) {
            String header = "070701" + "0".repeat(88) + String.format("%08X", name.length() + 1) + "0".repeat(8);
            out.writeBytes((header + name).getBytes(StandardCharsets.US_ASCII));
            do {
                out.write(0);
            } while (out.size() % 4 != 0);
        }
        return out.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        ReadOrRefuse.within(() -> {
            try {
                InitramfsModules modules = InitramfsModules.read(MemoryDisk.of(input), Optional.of("6"));
                assertThat(modules.modules()).doesNotContain("");
            } catch (BadImageException e) {
                assertThat(e.offset()).as("%s", e).isNotNegative();
            }
        });
    }
}
