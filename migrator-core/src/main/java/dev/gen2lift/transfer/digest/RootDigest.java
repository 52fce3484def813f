package dev.gen2lift.transfer.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Computes the root over chunks that are given in order. Two neighbours make a node of the next level, {@code SHA-256(01
 * left right)}; one without a neighbour rises unchanged. The root is {@code SHA-256(02 capacity top)}, the capacity as 8
 * bytes, big-endian: disks of different sizes have different roots.
 *
 * <p>Memory is a digest a level. Runs of zero chunks cost a few nodes, whatever their length.
 */
final class RootDigest {

    private static final byte NODE = 1;
    private static final byte ROOT = 2;

    private final long capacity;
    private final List<ChunkDigest> zeroLevels = new ArrayList<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private long chunks;

    RootDigest(long capacity) {
        this.capacity = capacity;
        zeroLevels.add(ZeroDigests.WHOLE);
    }

    /** A complete subtree of 2 to the power of {@code level} chunks. */
    private record Node(int level, ChunkDigest digest) {}

    void chunk(ChunkDigest digest) {
        push(new Node(0, digest));
    }

    /** Adds {@code count} whole chunks of zeros. */
    void zeros(long count) {
        for (long left = count; left > 0; ) {
            int fits = 63 - Long.numberOfLeadingZeros(left);
            int aligned = chunks == 0 ? fits : Long.numberOfTrailingZeros(chunks);
            int level = Math.min(fits, aligned);
            push(new Node(level, zeroLevel(level)));
            left -= 1L << level;
        }
    }

    private void push(Node added) {
        chunks += 1L << added.level();
        Node node = added;
        while (!open.isEmpty() && open.peek().level() == node.level()) {
            node = new Node(node.level() + 1, join(open.pop().digest(), node.digest()));
        }
        open.push(node);
    }

    /** The root; at least one chunk was given. */
    ChunkDigest root() {
        ChunkDigest top = open.pop().digest();
        while (!open.isEmpty()) {
            top = join(open.pop().digest(), top);
        }
        MessageDigest sha256 = ChunkDigest.sha256();
        sha256.update(ROOT);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(capacity).flip());
        sha256.update(top.toBytes());
        return ChunkDigest.ofBytes(sha256.digest());
    }

    private ChunkDigest zeroLevel(int level) {
        while (zeroLevels.size() <= level) {
            ChunkDigest below = zeroLevels.get(zeroLevels.size() - 1);
            zeroLevels.add(join(below, below));
        }
        return zeroLevels.get(level);
    }

    private static ChunkDigest join(ChunkDigest left, ChunkDigest right) {
        MessageDigest sha256 = ChunkDigest.sha256();
        sha256.update(NODE);
        sha256.update(left.toBytes());
        sha256.update(right.toBytes());
        return ChunkDigest.ofBytes(sha256.digest());
    }
}
