package dev.gen2lift.filesystem.fat;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** FAT volumes made by mkfs.vfat and filled by mcopy. */
public final class FatVolume {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private FatVolume() {}

    /** An empty volume of {@code size} bytes in a file of its own. */
    public static void make(Path volume, long size, String... options) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(size);
        }
        List<String> command =
                new ArrayList<>(List.of(Oracle.require("mkfs.vfat").toString(), "-i", "ABCD1234"));
        command.addAll(List.of(options));
        command.add(volume.toString());
        Oracle.run(TIMEOUT, command).expectSuccess();
    }

    /** Copies what {@code tree} holds into the root of the volume that begins {@code offset} bytes into the file. */
    public static void fill(Path volume, long offset, Path tree) throws IOException {
        // Long names come in the locale's encoding, and the C locale has none.
        List<String> command = new ArrayList<>(List.of(
                Oracle.require("env").toString(),
                "LC_ALL=C.UTF-8",
                Oracle.require("mcopy").toString(),
                "-s",
                "-i",
                volume + "@@" + offset));
        try (Stream<Path> paths = Files.list(tree)) {
            paths.sorted().map(Path::toString).forEach(command::add);
        }
        command.add("::");
        Oracle.run(TIMEOUT, command).expectSuccess();
    }
}
