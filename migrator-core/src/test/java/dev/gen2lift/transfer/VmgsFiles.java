package dev.gen2lift.transfer;

import dev.gen2lift.disk.vhd.VhdFooter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Guest state as Azure keeps it: 4 MiB and the footer of a fixed VHD, both headers, something behind them. */
public final class VmgsFiles {

    public static final int SIZE = (4 << 20) + VhdFooter.LENGTH;

    private VmgsFiles() {}

    /** @param seed tells one guest state from another */
    public static Path write(Path file, long seed) throws IOException {
        return write(file, SIZE, seed);
    }

    /** @param size bytes with the footer; a multiple of 512 */
    public static Path write(Path file, int size, long seed) throws IOException {
        return Files.write(file, bytes(size, seed));
    }

    static byte[] bytes(int size, long seed) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        byte[] signature = "GUESTRTS".getBytes(StandardCharsets.US_ASCII);
        bytes.put(0, signature).put(512, signature);
        byte[] content = new byte[Math.min(8192, size / 2)];
        new Random(seed).nextBytes(content);
        bytes.put(size / 4, content);
        long disk = size - VhdFooter.LENGTH;
        bytes.put(
                (int) disk,
                VhdFooter.fixed(disk, new UUID(7, seed), Instant.parse("2026-01-01T00:00:00Z"))
                        .toBytes()
                        .array());
        return bytes.array();
    }
}
