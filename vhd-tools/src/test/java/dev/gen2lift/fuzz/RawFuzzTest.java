package dev.gen2lift.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Files told by their beginnings, and raw disks. */
@Timeout(20)
class RawFuzzTest {

    private static final int NAMED_RAW = 2;
    private static final int SAID_RAW = 4;

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "",
                        "QFI\u00fb",
                        "KDMV",
                        "vhdxfile",
                        "conectix",
                        "<<< Oracle VM",
                        "COWD",
                        "# Disk DescriptorFile")
                .map(start -> FuzzInput.of(
                        NAMED_RAW,
                        new SparseContent(70_000)
                                .write(0, start.getBytes(StandardCharsets.ISO_8859_1))
                                .write(69_000, new byte[] {1})));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        FuzzInput file = FuzzInput.read(input);
        Path image = folder.resolve(file.has(NAMED_RAW) ? "disk.img" : "disk");
        SparseFile.writeRaw(image, file.content());
        ReadOrRefuse.image(
                image, file.has(SAID_RAW) ? OpenOptions.DEFAULT.withFormat(DiskFormat.RAW) : OpenOptions.DEFAULT);
    }
}
