package dev.gen2lift.filesystem.ext;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** ext volumes made and filled by mke2fs, and changed by debugfs. */
final class ExtVolumes {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ExtVolumes() {}

    /** A volume labelled GEN2LIFT that holds what {@code tree} does. */
    static void make(Path volume, Path tree, long size, String... options) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(size);
        }
        List<String> command = new ArrayList<>(
                List.of(Oracle.require("mke2fs").toString(), "-q", "-F", "-L", "GEN2LIFT", "-d", tree.toString()));
        command.addAll(List.of(options));
        command.add(volume.toString());
        Oracle.run(TIMEOUT, command).expectSuccess();
    }

    /** What debugfs prints of its requests. */
    static String debugfs(Path volume, boolean write, Path requests) throws IOException {
        List<String> command = new ArrayList<>(List.of(Oracle.require("debugfs").toString()));
        if (write) {
            command.add("-w");
        }
        command.addAll(List.of("-f", requests.toString(), volume.toString()));
        return Oracle.run(TIMEOUT, command).expectSuccess().out();
    }

    /** Rebuilds the indexes of directories with a hash. */
    static void index(Path volume, String hash) throws IOException {
        Oracle.run(TIMEOUT, Oracle.require("tune2fs").toString(), "-E", "hash_alg=" + hash, volume.toString())
                .expectSuccess();
        // Exit code 1 says that something was changed.
        Oracle.run(TIMEOUT, Oracle.require("e2fsck").toString(), "-fyD", volume.toString());
    }
}
