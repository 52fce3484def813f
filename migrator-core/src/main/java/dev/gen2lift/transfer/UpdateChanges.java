package dev.gen2lift.transfer;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.transfer.digest.DigestChanges;
import dev.gen2lift.transfer.digest.DigestFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What changed of a disk since an earlier upload. Known from the chain, where one of the image's parents is what was
 * uploaded: only what the images above it hold can have changed, and nothing else is looked at. Otherwise from the digests
 * that the upload left: the disk is read, and chunks of 4 MiB whose digests differ have changed.
 */
final class UpdateChanges implements Closeable {

    private static final int THREADS = 4;

    private final Supplier<ExtentCursor> changes;
    private final long bytesRead;
    private final Path kept;
    private final List<DigestFile> files;
    private final @Nullable Path fresh;

    private UpdateChanges(
            Supplier<ExtentCursor> changes, long bytesRead, Path kept, List<DigestFile> files, @Nullable Path fresh) {
        this.changes = changes;
        this.bytesRead = bytesRead;
        this.kept = kept;
        this.files = files;
        this.fresh = fresh;
    }

    /**
     * Looks for what changed.
     *
     * @param base {@link SourceIdentity} of what was uploaded
     * @param target URL without query
     * @return empty where neither chain nor digests tell
     */
    static Optional<UpdateChanges> find(
            UploadSource source, String base, UploadOptions options, String target, CopyProgress progress)
            throws IOException, InterruptedException {
        Path kept = DigestFile.path(options.journals().orElse(Path.of("")), target);
        Optional<Integer> depth = depth(source, base);
        if (depth.isPresent()) {
            Optional<ExtentCursor> held = source.disk().heldBy(depth.get());
            if (held.isPresent()) {
                Supplier<ExtentCursor> changes =
                        () -> source.disk().heldBy(depth.get()).orElseThrow();
                return Optional.of(new UpdateChanges(changes, 0, kept, List.of(), null));
            }
        }
        return options.journals().isPresent() ? byDigests(source, base, kept, progress) : Optional.empty();
    }

    /** How many images lie above the one that was uploaded. A disk that was grown is not what the chain holds. */
    private static Optional<Integer> depth(UploadSource source, String base) throws IOException {
        if (source.size() != source.sourceSize()) {
            return Optional.empty();
        }
        Optional<DiskInfo> below = source.disk().below(1);
        for (int images = 1; below.isPresent(); below = source.disk().below(++images)) {
            if (below.get().capacity() == source.size()
                    && SourceIdentity.of(below.get()).equals(base)) {
                return Optional.of(images);
            }
        }
        return Optional.empty();
    }

    private static Optional<UpdateChanges> byDigests(UploadSource source, String base, Path kept, CopyProgress progress)
            throws IOException, InterruptedException {
        if (!Files.exists(kept)) {
            return Optional.empty();
        }
        DigestFile before;
        try {
            before = DigestFile.open(kept);
        } catch (FileSystemException e) {
            return Optional.empty();
        }
        if (before.root().isEmpty()
                || !before.source().equals(base)
                || before.layout().capacity() != source.size()) {
            before.close();
            return Optional.empty();
        }
        Path fresh = fresh(kept);
        CountingDisk counted = new CountingDisk(source.disk());
        DigestFile now = DigestFile.create(fresh, source.identity(), source.size());
        try {
            DigestChanges.scan(counted, now, THREADS, progress);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try (before;
                    now) {
                throw e;
            }
        }
        return Optional.of(new UpdateChanges(
                () -> new DigestChanges(before, now), counted.bytesRead(), kept, List.of(before, now), fresh));
    }

    private static Path fresh(Path kept) {
        return kept.resolveSibling(kept.getFileName() + ".new");
    }

    /**
     * The blob is up to date already: digests of its state that a run had made, but not put into their place before it
     * was killed, are put there.
     *
     * @param folder of the journals
     * @param target URL without query
     */
    static void adoptDigests(UploadSource source, Optional<Path> folder, String target) throws IOException {
        Path kept = DigestFile.path(folder.orElse(Path.of("")), target);
        Path fresh = fresh(kept);
        if (folder.isEmpty() || !Files.exists(fresh)) {
            return;
        }
        boolean whole;
        try (DigestFile file = DigestFile.open(fresh)) {
            whole = file.root().isPresent() && file.source().equals(source.identity());
        } catch (FileSystemException e) {
            whole = false;
        }
        if (whole) {
            Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(fresh);
        }
    }

    /** A new cursor over what changed. */
    ExtentCursor extents() {
        return changes.get();
    }

    /** Bytes of the disk that were read to find it. */
    long bytesRead() {
        return bytesRead;
    }

    /** The blob is up to date: the digests of its new state take the place of the old ones, which hold no more. */
    void keepDigests() throws IOException {
        close();
        if (fresh == null) {
            Files.deleteIfExists(kept);
        } else {
            Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        for (DigestFile file : files) {
            file.close();
        }
    }
}
