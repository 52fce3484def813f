package dev.gen2lift.transfer;

import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.digest.ChunkDigest;
import dev.gen2lift.transfer.digest.DigestFile;
import dev.gen2lift.transfer.digest.DigestingDisk;
import dev.gen2lift.transfer.journal.Coverage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digest tree that an upload makes on its way, beside its journal: what {@code verify --full} compares with. Where it
 * cannot be kept, this is told, and the upload goes without.
 */
final class UploadDigests implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadDigests.class);

    private final Path path;
    private final @Nullable DigestFile file;
    private @Nullable DigestingDisk watched;

    private UploadDigests(Path path, @Nullable DigestFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Begins a tree, or goes on with that of the run which is gone on with.
     *
     * @param folder of the journals; without one there is no tree
     * @param done what an earlier run dealt with. Where its digests are missing there is no tree either: nothing is sent
     *     again only for them
     */
    static UploadDigests open(Optional<Path> folder, String target, UploadSource source, Coverage done) {
        if (folder.isEmpty()) {
            return new UploadDigests(Path.of(""), null);
        }
        Path path = DigestFile.path(folder.get(), target);
        try {
            if (done.isEmpty()) {
                return new UploadDigests(path, DigestFile.create(path, source.identity(), source.size()));
            }
            if (Files.exists(path)) {
                DigestFile found = DigestFile.open(path);
                if (found.source().equals(source.identity()) && found.layout().capacity() == source.size()) {
                    return new UploadDigests(path, found);
                }
                found.close();
            }
        } catch (IOException e) {
            LOG.warn("no digests of this upload can be kept: {}", e.getMessage());
        }
        return new UploadDigests(path, null);
    }

    /** Without what was sent of chunks whose digests were lost, to a power cut for instance: they are read again. */
    Coverage backedBy(Coverage done) throws IOException {
        if (file == null || file.root().isPresent()) {
            return done;
        }
        BitSet lost = done.begun();
        for (int chunk = lost.nextSetBit(0); chunk >= 0; chunk = lost.nextSetBit(chunk + 1)) {
            if (file.get(chunk).isPresent()) {
                lost.clear(chunk);
            }
        }
        return lost.isEmpty() ? done : done.without(lost);
    }

    /** The same disk, digested as it is read. */
    VirtualDisk watch(VirtualDisk disk) {
        if (file == null || file.root().isPresent()) {
            return disk;
        }
        DigestingDisk watching = new DigestingDisk(disk, file);
        watched = watching;
        return watching;
    }

    /** The upload is complete, and so are its digests: returns their root, in hexadecimal, where they are kept. */
    Optional<String> seal() {
        if (file == null) {
            return Optional.empty();
        }
        try {
            if (watched != null && watched.broken()) {
                Files.deleteIfExists(path);
                return Optional.empty();
            }
            return Optional.of(file.seal().hex());
        } catch (IOException e) {
            LOG.warn("the digests of this upload cannot be kept: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The root of the digests that an earlier upload of the same image left, in hexadecimal.
     *
     * @param folder of the journals
     */
    static Optional<String> root(Optional<Path> folder, String target, UploadSource source) {
        Path path = DigestFile.path(folder.orElse(Path.of("")), target);
        if (folder.isEmpty() || !Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (DigestFile file = DigestFile.open(path)) {
            return file.source().equals(source.identity()) ? file.root().map(ChunkDigest::hex) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("the digests of the upload cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("{} cannot be closed: {}", path, e.getMessage());
            }
        }
    }
}
