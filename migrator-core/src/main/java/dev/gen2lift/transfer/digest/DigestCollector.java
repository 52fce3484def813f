package dev.gen2lift.transfer.digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a disk as an upload reads them, from several threads and in any order of chunks, and keeps their
 * digests in a {@link DigestFile}. What nobody gives is zero.
 *
 * <p>Whole chunks are hashed by the thread that brings them, without waiting for anyone. A chunk that comes in pieces is
 * hashed as they come; its pieces have to be in order, and bytes between them are zero. A chunk's digest is in the file
 * once its last piece is given and {@link #endOfChunk} was called, or at {@link #seal}: a journal that says later that
 * the chunk was sent can rely on it.
 *
 * <p>Memory: some hundred bytes for each chunk that is begun and not ended.
 */
public final class DigestCollector {

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(64 << 10).asReadOnlyBuffer();

    private final DigestFile file;
    private final ChunkLayout layout;
    private final ZeroDigests zeros;
    private final Map<Long, Partial> partials = new HashMap<>();

    public DigestCollector(DigestFile file) {
        this.file = file;
        this.layout = file.layout();
        this.zeros = new ZeroDigests(layout);
    }

    /** Whether the digest of the chunk is there: its bytes need not be given again. */
    public boolean has(long chunk) throws IOException {
        return file.get(chunk).isPresent();
    }

    /**
     * Takes the bytes between {@code data}'s position and limit, which stay as they are, as those at {@code offset} of the
     * disk. They may span several chunks. The digest of a chunk that is given whole is in the file on return.
     *
     * @throws IllegalArgumentException where they are not inside the disk, or lie before what was given of a chunk
     */
    public void add(long offset, ByteBuffer data) throws IOException {
        if (offset < 0 || data.remaining() > layout.capacity() - offset) {
            throw new IllegalArgumentException(data.remaining() + " bytes at " + offset + " of " + layout.capacity());
        }
        ByteBuffer rest = data.slice();
        long at = offset;
        while (rest.hasRemaining()) {
            long chunk = layout.chunkAt(at);
            int within = (int) (at - layout.offset(chunk));
            int length = Math.min(rest.remaining(), layout.length(chunk) - within);
            ByteBuffer piece = rest.slice(rest.position(), length);
            if (length == layout.length(chunk)) {
                whole(chunk, piece);
            } else if (partial(chunk).add(within, piece) == layout.length(chunk)) {
                endOfChunk(chunk);
            }
            rest.position(rest.position() + length);
            at += length;
        }
    }

    /** Takes a chunk as all zero, which says more than giving nothing: that it was looked at. */
    public void addZeroChunk(long chunk) throws IOException {
        file.put(chunk, zeros.of(chunk));
    }

    /** The chunk has no further pieces: what is left of it is zero. Does nothing for a chunk that has ended. */
    public void endOfChunk(long chunk) throws IOException {
        Optional<Partial> begun = take(chunk);
        if (begun.isPresent()) {
            file.put(chunk, begun.get().finish(layout.length(chunk)));
        }
    }

    /** Ends what is begun, then the tree. No other thread may be adding. */
    public ChunkDigest seal() throws IOException {
        List<Long> begun;
        synchronized (partials) {
            begun = new ArrayList<>(partials.keySet());
        }
        for (long chunk : begun) {
            endOfChunk(chunk);
        }
        return file.seal();
    }

    private void whole(long chunk, ByteBuffer data) throws IOException {
        take(chunk);
        file.put(chunk, isZero(data) ? zeros.of(chunk) : ChunkDigest.of(data));
    }

    private Partial partial(long chunk) {
        synchronized (partials) {
            return partials.computeIfAbsent(chunk, number -> new Partial());
        }
    }

    private Optional<Partial> take(long chunk) {
        synchronized (partials) {
            @Nullable Partial partial = partials.remove(chunk);
            return Optional.ofNullable(partial);
        }
    }

    private static boolean isZero(ByteBuffer data) {
        for (int at = 0; at < data.limit(); at += ZEROS.capacity()) {
            int length = Math.min(ZEROS.capacity(), data.limit() - at);
            if (data.slice(at, length).mismatch(ZEROS.duplicate().limit(length)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** A chunk of which some pieces were given. */
    private static final class Partial {

        private final MessageDigest sha256 = ChunkDigest.sha256();
        private int hashed;

        /** Returns how many bytes of the chunk are hashed now. */
        synchronized int add(int offset, ByteBuffer piece) {
            if (offset < hashed) {
                throw new IllegalArgumentException("byte " + offset + " of a chunk given after " + hashed);
            }
            zerosUpTo(offset);
            hashed += piece.remaining();
            sha256.update(piece);
            return hashed;
        }

        synchronized ChunkDigest finish(int length) {
            zerosUpTo(length);
            return ChunkDigest.ofBytes(sha256.digest());
        }

        private void zerosUpTo(int offset) {
            while (hashed < offset) {
                int length = Math.min(ZEROS.capacity(), offset - hashed);
                sha256.update(ZEROS.duplicate().limit(length));
                hashed += length;
            }
        }
    }
}
