package dev.gen2lift.os;

import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.Oracle.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A small file system of its own for a test; skips the test where mounting is not allowed. */
public final class LoopMount implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Path folder;

    private LoopMount(Path folder) {
        this.folder = folder;
    }

    /** XFS with shared extents, of 512 MiB, its image sparse in {@code scratch}. */
    public static LoopMount xfs(Path scratch) throws IOException {
        Path mkfs = Oracle.require("mkfs.xfs");
        Path image = scratch.resolve("xfs.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(512L << 20);
        }
        Oracle.run(TIMEOUT, mkfs.toString(), "-q", "-m", "reflink=1", image.toString())
                .expectSuccess();
        return mount(scratch.resolve("xfs"), List.of("-o", "loop", image.toString()));
    }

    /** A file system in memory that is full after {@code bytes}. */
    public static LoopMount tmpfs(Path scratch, long bytes) throws IOException {
        return mount(scratch.resolve("tmpfs"), List.of("-t", "tmpfs", "-o", "size=" + bytes, "tmpfs"));
    }

    public Path folder() {
        return folder;
    }

    private static LoopMount mount(Path folder, List<String> arguments) throws IOException {
        Files.createDirectory(folder);
        List<String> command = new ArrayList<>(List.of(Oracle.require("mount").toString()));
        command.addAll(arguments);
        command.add(folder.toString());
        Result result = Oracle.run(TIMEOUT, command);
        if (result.exit() != 0) {
            Assumptions.abort("cannot mount here: " + result.err().strip());
        }
        return new LoopMount(folder);
    }

    @Override
    public void close() throws IOException {
        Oracle.run(TIMEOUT, Oracle.require("umount").toString(), folder.toString())
                .expectSuccess();
    }
}
