package dev.gen2lift.copy;

import dev.gen2lift.copy.FileOptions.Durability;
import java.io.Closeable;
import java.io.EOFException;
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
import java.util.EnumSet;
import java.util.Set;
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
    private final FileOptions options;
    private final PartName.Claim claim;
    private final Path temporary;
    private final UncachedWrites uncached;
    private final FileChannel channel;
    private final boolean continued;
    private boolean done;
    private boolean linked;

    private PartFile(Path target, FileOptions options, PartName.Claim claim, Handles handles) {
        this.target = target;
        this.options = options;
        this.claim = claim;
        this.temporary = claim.path();
        this.uncached = handles.uncached();
        this.channel = handles.channel();
        this.continued = handles.found();
    }

    /**
     * The file opened twice: past the cache, and locked.
     *
     * @param found whether it was there already
     */
    private record Handles(UncachedWrites uncached, FileChannel channel, boolean found) {}

    /**
     * Begins a file of {@code length} bytes that reads as zero, or goes on with one.
     *
     * @param sparse whether the file is to be marked as one with holes, where the file system knows such a mark (NTFS)
     * @throws FileAlreadyExistsException where the target exists and is to stay
     * @throws IOException where the target's folder is missing or cannot be written to, or where the target is no
     *     regular file
     */
    static PartFile create(Path target, long length, FileOptions options, boolean sparse) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || absolute.getFileName() == null) {
            throw new FileSystemException(target.toString(), null, "is no name for a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder");
        }
        refuseExisting(absolute, options.existing());
        PartName name = new PartName(folder, absolute.getFileName().toString());
        name.removeAbandoned();
        if (options.unfinished() != Unfinished.REMOVE) {
            return createLasting(absolute, name, length, options, sparse);
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            PartName.Claim claim = name.claim();
            try {
                Handles handles =
                        open(claim.path(), length, StandardOpenOption.CREATE_NEW, options.durability(), sparse);
                if (handles != null) {
                    return new PartFile(absolute, options, claim, handles);
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

    private static PartFile createLasting(Path target, PartName name, long length, FileOptions options, boolean sparse)
            throws IOException {
        PartName.Claim claim = name.claimLasting().orElseThrow(() -> inUse(target));
        try {
            if (options.unfinished() == Unfinished.RESTART && name.isLastingAbandoned()) {
                Files.deleteIfExists(claim.path());
            }
            Handles handles = open(claim.path(), length, StandardOpenOption.CREATE, options.durability(), sparse);
            if (handles == null) {
                throw inUse(target);
            }
            return new PartFile(target, options, claim, handles);
        } catch (IOException e) {
            claim.close();
            throw DiskFull.explain(e, target, length);
        }
    }

    private static IOException inUse(Path target) {
        return new FileSystemException(target.toString(), null, "another run is writing it");
    }

    /** Whether this goes on with what an earlier run left. */
    boolean continued() {
        return continued;
    }

    /** Length of the temporary file in bytes. */
    long length() throws IOException {
        return channel.size();
    }

    /** Reads what was written; fills all of {@code into}. */
    void read(long offset, ByteBuffer into) throws IOException {
        long base = offset - into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, base + into.position()) < 0) {
                throw new EOFException(temporary + " ends at " + channel.size());
            }
        }
    }

    /** Makes durable what was written so far. */
    void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw DiskFull.explain(e, target, SMALLEST_NEED);
        }
    }

    /** Writes all of {@code data}; safe for several threads at once. */
    void write(long offset, ByteBuffer data) throws IOException {
        long base = offset - data.position();
        try {
            uncached.write(offset, data);
            if (options.durability() == Durability.CACHED) {
                // Linux lets only one thread write to a file's cache at a time, and the others spin; here they sleep.
                synchronized (channel) {
                    writeCached(base, data);
                }
            } else {
                writeCached(base, data);
            }
        } catch (IOException e) {
            throw DiskFull.explain(e, target, Math.max(SMALLEST_NEED, data.remaining()));
        }
    }

    private void writeCached(long base, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data, base + data.position());
        }
    }

    Path target() {
        return target;
    }

    Path temporary() {
        return temporary;
    }

    /** Makes the content durable, unless that is not wanted, and gives it its final name. */
    void publish() throws IOException {
        boolean synced = options.durability() == Durability.SYNCED;
        if (synced) {
            force();
        }
        if (options.existing() == ExistingFile.REPLACE) {
            refuseExisting(target, options.existing());
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } else {
            moveToFreeName();
        }
        if (synced) {
            forceFolder();
        }
    }

    /** Removes the temporary file, unless it has become the final one or is to stay for the next run. */
    @Override
    public void close() throws IOException {
        try (claim) {
            try (uncached) {
                channel.close();
            }
            if (!done && (options.unfinished() == Unfinished.REMOVE || linked)) {
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
            linked = true;
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(target.toString());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // No hard links here.
            refuseExisting(target, options.existing());
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
    private static @Nullable Handles open(
            Path path, long length, StandardOpenOption create, Durability durability, boolean sparse)
            throws IOException {
        boolean found = create == StandardOpenOption.CREATE && Files.exists(path);
        Set<StandardOpenOption> options = EnumSet.of(create, StandardOpenOption.WRITE);
        if (sparse) {
            options.add(StandardOpenOption.SPARSE);
        }
        Files.newByteChannel(path, options).close();
        // Closed before the lock is taken: POSIX gives up a process's locks when any of its handles is closed.
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() < length) {
                file.setLength(length);
            }
        }
        UncachedWrites uncached = durability == Durability.SYNCED ? UncachedWrites.open(path) : UncachedWrites.none();
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (FileLocks.tryLock(channel) != FileLocks.Outcome.HELD_BY_ANOTHER && Files.exists(path)) {
                return new Handles(uncached, channel, found);
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
