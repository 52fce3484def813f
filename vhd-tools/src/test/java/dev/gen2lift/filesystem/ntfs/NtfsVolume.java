package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** NTFS volumes made by mkntfs and filled by wimlib, which writes into the image without mounting it. */
public final class NtfsVolume {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private NtfsVolume() {}

    /** An empty volume of {@code size} bytes in a file of its own. */
    public static void make(Path volume, long size, String... options) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(size);
        }
        List<String> command = new ArrayList<>(
                List.of(Oracle.require("mkntfs").toString(), "-q", "-F", "-f", "-p", "0", "-H", "255", "-S", "63"));
        command.addAll(List.of(options));
        command.add(volume.toString());
        Oracle.run(TIMEOUT, command).expectSuccess();
    }

    /** Puts what {@code tree} holds into the volume's root. */
    public static void fill(Path volume, Path tree) throws IOException {
        Path archive = volume.resolveSibling(volume.getFileName() + ".wim");
        // File names come in the locale's encoding, and the C locale has none.
        String env = Oracle.require("env").toString();
        Oracle.run(
                        TIMEOUT,
                        env,
                        "LC_ALL=C.UTF-8",
                        Oracle.require("wimcapture").toString(),
                        "--quiet",
                        "--compress=none",
                        "--no-acls",
                        tree.toString(),
                        archive.toString())
                .expectSuccess();
        Oracle.run(
                        TIMEOUT,
                        env,
                        "LC_ALL=C.UTF-8",
                        Oracle.require("wimapply").toString(),
                        "--quiet",
                        archive.toString(),
                        "1",
                        volume.toString())
                .expectSuccess();
        Files.delete(archive);
    }
}
