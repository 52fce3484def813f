package dev.gen2lift.cli;

import dev.gen2lift.rehearsal.RehearsalOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one rehearsal: {@code cloud} (the uploaded disks among it), {@code sample}, {@code report}, and {@code
 * traffic.jsonl}, what was asked of Resource Manager and answered. Belongs to one process at a time; a rehearsal replaces the one before it, and never anything that is not a rehearsal's.
 */
final class RehearsalFolder implements Closeable {

    private static final String LOCK = ".rehearsal";
    private static final String TRAFFIC = "traffic.jsonl";
    private static final List<String> PARTS = List.of("cloud", "sample", "report", TRAFFIC);

    private final Path folder;
    private final FileChannel channel;

    private RehearsalFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the folder and clears what an earlier rehearsal left. */
    static RehearsalFolder fresh(Path folder) throws IOException {
        RehearsalFolder taken = take(folder);
        try {
            for (String part : PARTS) {
                delete(folder.resolve(part));
            }
            return taken;
        } catch (IOException e) {
            taken.close();
            throw e;
        }
    }

    /** Takes the folder and goes on with what is there. */
    static RehearsalFolder take(Path folder) throws IOException {
        refuseStrange(folder);
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw new CommandFailure(
                        ExitCode.MACHINE,
                        "IN_USE",
                        "another rehearsal is under way (" + folder + ")",
                        "wait for it, or choose another place with --folder");
            }
            return new RehearsalFolder(folder, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    RehearsalOptions cloudOptions() {
        // Long-running operations are over at once here; a real cloud's waiting teaches nothing.
        return RehearsalOptions.in(folder.resolve("cloud"))
                .withRetryAfter(Duration.ZERO)
                .withRecording(folder.resolve(TRAFFIC));
    }

    Path sample() throws IOException {
        return Files.createDirectories(folder.resolve("sample"));
    }

    Path report() {
        return folder.resolve("report");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void refuseStrange(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new CommandFailure(
                        ExitCode.MACHINE,
                        "NOT_EMPTY",
                        "the folder holds something that is not a rehearsal's (" + folder + ")",
                        "choose an empty one with --folder");
            }
        }
    }

    private static void delete(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> found = Files.walk(part)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
