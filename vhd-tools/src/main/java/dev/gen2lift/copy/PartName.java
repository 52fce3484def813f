package dev.gen2lift.copy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The temporary names that belong to one final name, in the same folder: {@code .<name>.<random>.gen2lift} for one run,
 * {@code .<name>.part.gen2lift} where the next run goes on with it.
 */
final class PartName {

    /** Names in use by this process. Locks do not help here: opening a file of ours and closing it again unlocks it. */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private static final String LASTING = "part";
    private static final String SUFFIX = ".gen2lift";

    /** Characters of the final name that are kept; file systems end at 255 bytes. */
    private static final int LONGEST_STEM = 48;

    private final Path folder;
    private final String prefix;

    PartName(Path folder, String finalName) throws IOException {
        this.folder = folder.toRealPath();
        this.prefix = "." + stem(finalName) + ".";
    }

    /** A name in use by this process until it is closed. */
    record Claim(Path path) implements AutoCloseable {

        @Override
        public void close() {
            IN_USE.remove(path);
        }
    }

    /** A name that is used by nobody else. */
    Claim claim() {
        while (true) {
            String random = String.format("%016x", ThreadLocalRandom.current().nextLong());
            Path path = folder.resolve(prefix + random + SUFFIX);
            if (IN_USE.add(path)) {
                return new Claim(path);
            }
        }
    }

    /** The name that the next run finds again; empty where this process is using it. */
    Optional<Claim> claimLasting() {
        Path path = lasting();
        return IN_USE.add(path) ? Optional.of(new Claim(path)) : Optional.empty();
    }

    /** Whether a file of that name is there and nobody writes to it. */
    boolean isLastingAbandoned() {
        return Files.exists(lasting()) && isAbandoned(lasting());
    }

    private Path lasting() {
        return folder.resolve(prefix + LASTING + SUFFIX);
    }

    /** Removes what killed runs for the same final name left behind; leaves alone what is being written to. */
    void removeAbandoned() throws IOException {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(folder, this::isCandidate)) {
            for (Path candidate : candidates) {
                if (isAbandoned(candidate)) {
                    Files.deleteIfExists(candidate);
                }
            }
        }
    }

    private boolean isCandidate(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(prefix)
                && name.endsWith(SUFFIX)
                && name.length() == prefix.length() + 16 + SUFFIX.length()
                && !IN_USE.contains(path);
    }

    private static boolean isAbandoned(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            return FileLocks.tryLock(channel) == FileLocks.Outcome.LOCKED;
        } catch (IOException e) {
            // Gone meanwhile, or not ours to remove.
            return false;
        }
    }

    private static String stem(String finalName) {
        return finalName.length() <= LONGEST_STEM
                ? finalName
                : finalName.substring(0, LONGEST_STEM) + "-" + Integer.toHexString(finalName.hashCode());
    }
}
