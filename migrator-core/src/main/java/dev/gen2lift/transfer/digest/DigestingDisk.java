package dev.gen2lift.transfer.digest;

import dev.gen2lift.disk.ForwardingDisk;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A disk whose chunks are digested as they are read, by whoever reads them, in any order and from several threads. A
 * chunk's digest is in the file as soon as everything that the disk stores of it was read: before the last of it is sent,
 * so that what a journal says was sent has its digest.
 *
 * <p>A chunk of which everything that is stored is read at once is hashed where it lies. Of one that is read in pieces the
 * pieces are copied, which takes 4 MiB for each chunk that is begun and not ended: about one for each thread that reads.
 */
public final class DigestingDisk extends ForwardingDisk {

    private static final Logger LOG = LoggerFactory.getLogger(DigestingDisk.class);
    private static final int SECTOR = 512;

    private final DigestFile digests;
    private final ChunkLayout layout;
    private final ExtentsAhead extents;
    private final Map<Long, Begun> begun = new HashMap<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private long planned;
    private volatile boolean broken;

    /** @param digests of a disk of the same size, not sealed; chunks whose digest is known are not digested again */
    public DigestingDisk(VirtualDisk disk, DigestFile digests) {
        super(disk);
        this.digests = digests;
        this.layout = digests.layout();
        this.extents = new ExtentsAhead(disk.extents());
    }

    /** A chunk that stores something, of which not everything was read. */
    private static final class Begun {

        private final BitSet missing;
        private byte @Nullable [] content;

        Begun(BitSet missing) {
            this.missing = missing;
        }
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        ByteBuffer bytes = into.slice();
        disk.read(offset, into);
        long end = offset + bytes.capacity();
        for (long at = offset; at < end && !broken; ) {
            long chunk = layout.chunkAt(at);
            int length = (int) Math.min(end - at, layout.offset(chunk) + layout.length(chunk) - at);
            take(chunk, (int) (at - layout.offset(chunk)), bytes.slice((int) (at - offset), length));
            at += length;
        }
    }

    /** Whether a digest could not be kept: then there is no tree, and whoever reads is not held up by it. */
    public boolean broken() {
        return broken;
    }

    private void keep(long chunk, ChunkDigest digest) {
        try {
            digests.put(chunk, digest);
        } catch (IOException e) {
            LOG.warn("the digests of this disk cannot be kept: {}", e.getMessage());
            broken = true;
        }
    }

    private void take(long chunk, int at, ByteBuffer piece) throws IOException {
        if (isAllOf(chunk, at, piece.remaining())) {
            int behind = layout.length(chunk) - at - piece.remaining();
            keep(chunk, ChunkDigest.of(at, piece, behind));
            return;
        }
        byte[] whole = copy(chunk, at, piece);
        if (whole != null) {
            keep(chunk, ChunkDigest.of(ByteBuffer.wrap(whole, 0, layout.length(chunk))));
            give(whole);
        }
    }

    /** Whether these bytes are all that is stored of a chunk that wants a digest; it does not from then on. */
    private synchronized boolean isAllOf(long chunk, int at, int length) throws IOException {
        plan(chunk);
        Begun found = begun.get(chunk);
        if (found == null || found.content != null) {
            return false;
        }
        boolean all = found.missing.nextSetBit(0) >= firstSector(at)
                && found.missing.length() <= endSector(chunk, at + length);
        if (all) {
            begun.remove(chunk);
        }
        return all;
    }

    /** Adds a piece to its chunk; returns the chunk's bytes once nothing of it is missing. */
    private synchronized byte @Nullable [] copy(long chunk, int at, ByteBuffer piece) {
        Begun found = begun.get(chunk);
        if (found == null) {
            return null;
        }
        if (found.content == null) {
            found.content = zeros();
        }
        int length = piece.remaining();
        piece.get(found.content, at, length);
        found.missing.clear(firstSector(at), endSector(chunk, at + length));
        if (!found.missing.isEmpty()) {
            return null;
        }
        begun.remove(chunk);
        return found.content;
    }

    /** Used again: a new array for each chunk keeps the collector busier than the hashing. */
    private byte[] zeros() {
        byte[] used = spare.poll();
        if (used == null) {
            return new byte[ChunkLayout.CHUNK];
        }
        Arrays.fill(used, (byte) 0);
        return used;
    }

    private synchronized void give(byte[] used) {
        spare.push(used);
    }

    /** Notes what the disk stores of the chunks up to this one. */
    private void plan(long chunk) throws IOException {
        for (; planned <= chunk; planned++) {
            long start = layout.offset(planned);
            long end = start + layout.length(planned);
            BitSet stored = new BitSet();
            extents.stored(
                    start,
                    end,
                    (from, to) ->
                            stored.set((int) ((from - start) / SECTOR), (int) ((to - start + SECTOR - 1) / SECTOR)));
            if (!stored.isEmpty() && digests.get(planned).isEmpty()) {
                begun.put(planned, new Begun(stored));
            }
        }
    }

    /** The first sector that is read whole from there on. */
    private static int firstSector(int at) {
        return (at + SECTOR - 1) / SECTOR;
    }

    /** Behind the last sector that is read whole up to there; a disk's last one may be shorter. */
    private int endSector(long chunk, int end) {
        return end == layout.length(chunk) ? (end + SECTOR - 1) / SECTOR : end / SECTOR;
    }
}
