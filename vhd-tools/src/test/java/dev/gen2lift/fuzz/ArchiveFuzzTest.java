package dev.gen2lift.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.Packing;
import dev.gen2lift.testimages.PseudoRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Images inside zip, tar, 7z, gzip, bzip2, xz and zstd. An input is a byte of choices and the file. */
@Timeout(20)
class ArchiveFuzzTest {

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() throws IOException {
        byte[] content = new byte[20_000];
        System.arraycopy(PseudoRandom.bytes(1, 300), 0, content, 5000, 300);
        Path image = Files.write(folder.resolve("disk.img"), content);
        List<byte[]> seeds = new ArrayList<>();
        for (Packing packing : Packing.values()) {
            if (!packing.needsTool()) {
                byte[] packed = Files.readAllBytes(packing.pack(image));
                seeds.add(ByteBuffer.allocate(1 + packed.length)
                        .put((byte) FuzzInput.SEAL)
                        .put(packed)
                        .array());
            }
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        byte[] file = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if (input.length > 0 && (input[0] & FuzzInput.SEAL) != 0) {
            Checksums.ofArchive(file);
        }
        Path archive = Files.write(folder.resolve("archive"), file);
        ReadOrRefuse.archive(archive);
    }
}
