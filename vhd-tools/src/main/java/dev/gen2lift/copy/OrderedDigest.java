package dev.gen2lift.copy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a disk whose pieces arrive from several threads. A thread waits for its piece's turn, hashes it, and hands
 * the turn on; meanwhile the others read ahead or write. Nothing is queued, so no memory is needed beyond the threads'
 * buffers, and nothing is read twice. It cannot stall: pieces are given out in order, so the one whose turn it is
 * always is in the hands of a thread that does not wait. Bytes between pieces are zero.
 */
final class OrderedDigest {

    private static final byte[] ZEROS = new byte[256 << 10];

    private final CopyProgress progress;
    private final MessageDigest sha256;
    private long turn;
    private long hashed;

    /** @param progress hears of the zeros between pieces, which nobody else sees */
    OrderedDigest(CopyProgress progress) {
        this.progress = progress;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Waits until everything before the piece is hashed, then hashes the zeros in front of it and {@code data}. */
    void update(Piece piece, ByteBuffer data) throws InterruptedException {
        awaitTurn(piece.index());
        zerosUpTo(piece.offset());
        hashed += data.remaining();
        sha256.update(data);
        passTurn();
    }

    /** The digest in lower-case hexadecimal, once every piece is hashed. */
    String finish(long capacity) throws InterruptedException {
        zerosUpTo(capacity);
        return HexFormat.of().formatHex(sha256.digest());
    }

    private synchronized void awaitTurn(long index) throws InterruptedException {
        while (turn != index) {
            wait();
        }
    }

    private synchronized void passTurn() {
        turn++;
        notifyAll();
    }

    private void zerosUpTo(long offset) throws InterruptedException {
        while (hashed < offset) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int length = (int) Math.min(ZEROS.length, offset - hashed);
            sha256.update(ZEROS, 0, length);
            hashed += length;
            progress.advanced(length, 0);
        }
    }
}
