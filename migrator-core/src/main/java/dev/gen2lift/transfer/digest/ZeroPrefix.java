package dev.gen2lift.transfer.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * SHA-256 that has taken in a number of zero bytes already: the states after every 64 KiB are kept, so that the zeros
 * before a chunk's data are hashed once for all chunks. At most 65 states of some hundred bytes.
 */
final class ZeroPrefix {

    private static final int STEP = 64 << 10;
    private static final int MOST = ChunkLayout.CHUNK / STEP;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(STEP);
    private static final List<MessageDigest> STATES = new ArrayList<>();

    private ZeroPrefix() {}

    /** A digest of {@code length} bytes of zero, to go on with. */
    static MessageDigest digest(long length) {
        int steps = (int) Math.min(length / STEP, MOST);
        MessageDigest digest = copyOf(steps);
        add(digest, length - (long) steps * STEP);
        return digest;
    }

    /** Takes in that many bytes of zero. */
    static void add(MessageDigest digest, long length) {
        for (long left = length; left > 0; left -= STEP) {
            digest.update(ZEROS.duplicate().limit((int) Math.min(left, STEP)));
        }
    }

    private static MessageDigest copyOf(int steps) {
        synchronized (STATES) {
            if (STATES.isEmpty()) {
                STATES.add(ChunkDigest.sha256());
            }
            while (STATES.size() <= steps) {
                MessageDigest next = copy(STATES.get(STATES.size() - 1));
                add(next, STEP);
                STATES.add(next);
            }
            return copy(STATES.get(steps));
        }
    }

    private static MessageDigest copy(MessageDigest state) {
        try {
            return (MessageDigest) state.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }
}
