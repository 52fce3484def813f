package dev.gen2lift.copy;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making: written under a hidden temporary name beside its final one, sparse, and put into place in one
 * step once it is durable. Whoever sees the final name sees the whole file or the one that was there before.
 *
 * <p>The temporary file is locked for as long as it is written to. One that is not locked was left behind by a run that
 * was killed; the next run for the same name removes it.
 */
final class PartFile implements Closeable {

    private static final int ATTEMPTS = 16;

    /** A block of data and some of the file system's own: with fewer bytes free, a failure is for want of space. */
    private static final int SMALLEST_NEED = 64 << 10;

    private final Path target;
    private final ExistingFile existing;
    private final PartName.Claim claim;
    private final Path temporary;
    private final UncachedWrites uncached;
    private final FileChannel channel;
    private boolean done;

    private PartFile(Path target, ExistingFile existing, PartName.Claim claim, Handles handles) {
        this.target = target;
        this.existing = existing;
        this.claim = claim;
        this.temporary = claim.path();
        this.uncached = handles.uncached();
        this.channel = handles.channel();
    }

    /** The file opened twice: past the cache, and locked. */
    private record Handles(UncachedWrites uncached, FileChannel channel) {}

    /**
     * Begins a file of {@code length} bytes that reads as zero.
     *
     * @throws FileAlreadyExistsException where the target exists and is to stay
     * @throws IOException where the target's folder is missing or cannot be written to, or where the target is no
     *     regular file
     */
    static PartFile create(Path target, long length, ExistingFile existing) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || absolute.getFileName() == null) {
            throw new FileSystemException(target.toString(), null, "is no name for a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder");
        }
        refuseExisting(absolute, existing);
        PartName name = new PartName(folder, absolute.getFileName().toString());
        name.removeAbandoned();
        for (int i = 0; i < ATTEMPTS; i++) {
            PartName.Claim claim = name.claim();
            try {
                Handles handles = open(claim.path(), length);
                if (handles != null) {
                    return new PartFile(absolute, existing, claim, handles);
                }
            } catch (IOException e) {
                Files.deleteIfExists(claim.path());
                claim.close();
                throw DiskFull.explain(e, absolute, length);
            }
            claim.close();
        }
        throw new FileSystemException(target.toString(), null, "other runs take away its temporary file");
    }

    /** Writes all of {@code data}; safe for several threads at once. */
    void write(long offset, ByteBuffer data) throws IOException {
        long base = offset - data.position();
        try {
            uncached.write(offset, data);
            while (data.hasRemaining()) {
                channel.write(data, base + data.position());
            }
        } catch (IOException e) {
            throw DiskFull.explain(e, target, Math.max(SMALLEST_NEED, data.remaining()));
        }
    }

    Path target() {
        return target;
    }

    Path temporary() {
        return temporary;
    }

    /** Makes the content durable and gives it its final name. */
    void publish() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw DiskFull.explain(e, target, SMALLEST_NEED);
        }
        if (existing == ExistingFile.REPLACE) {
            refuseExisting(target, existing);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } else {
            moveToFreeName();
        }
        forceFolder();
    }

    /** Removes the temporary file, unless it has become the final one. */
    @Override
    public void close() throws IOException {
        try (claim) {
            try (uncached) {
                channel.close();
            }
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * A rename would silently replace a file that appeared meanwhile; a second link to a name that is taken fails. The
     * temporary name goes when this is closed.
     */
    private void moveToFreeName() throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(target.toString());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // No hard links here.
            refuseExisting(target, existing);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        }
    }

    /** So that the name outlasts a crash too. Not every system can; the content is safe already. */
    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(temporary.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static void refuseExisting(Path target, ExistingFile existing) throws IOException {
        if (Files.exists(target)) {
            if (existing == ExistingFile.REFUSE) {
                throw new FileAlreadyExistsException(target.toString());
            }
            if (!Files.isRegularFile(target)) {
                throw new FileSystemException(target.toString(), null, "exists and is no regular file");
            }
        }
    }

    /** The locked file, or null where another run took it for abandoned in the instant before it was locked. */
    private static @Nullable Handles open(Path path, long length) throws IOException {
        Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)
                .close();
        // Closed before the lock is taken: POSIX gives up a process's locks when any of its handles is closed.
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
        UncachedWrites uncached = UncachedWrites.open(path);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
            if (FileLocks.tryLock(channel) != FileLocks.Outcome.HELD_BY_ANOTHER && Files.exists(path)) {
                return new Handles(uncached, channel);
            }
            channel.close();
        } catch (IOException e) {
            uncached.close();
            throw e;
        }
        uncached.close();
        return null;
    }
}
