package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Goes through a journal's transactions in their order and tells which of its blocks take the place of which of the file
 * system's. A transaction counts where its commit block is there and everything in it agrees with its checksums; with the
 * first that does not, the journal ends. Each block of the ring is passed once.
 */
final class JournalReplay {

    /** Bounds the memory: 4 GiB of blocks of 4 KiB, four times as much as mke2fs makes a journal. */
    private static final int MAX_BLOCKS = 1 << 20;

    private static final int DESCRIPTOR = 1;
    private static final int COMMIT = 2;
    private static final int REVOKE = 5;
    private static final int HEADER_SIZE = 12;
    private static final int TAIL_SIZE = 4;

    private static final int TAG_ESCAPED = 1;
    private static final int TAG_SAME_UUID = 2;
    private static final int TAG_LAST = 8;
    private static final int UUID_SIZE = 16;

    private final Journal journal;
    private final ExtChecksum checksum;

    /** By block of the file system; of several copies the last counts. */
    private final TreeMap<Long, JournaledBlock> blocks = new TreeMap<>();

    private int transactions;
    private int next;

    /** A block as the open transaction has it. */
    private record Change(long block, JournaledBlock copy) {}

    private JournalReplay(Journal journal) {
        this.journal = journal;
        this.checksum = journal.checksum();
        this.next = journal.sequence();
    }

    static JournalReplay of(Journal journal) throws IOException {
        JournalReplay replay = new JournalReplay(journal);
        if (journal.start() != 0) {
            replay.run();
        }
        return replay;
    }

    TreeMap<Long, JournaledBlock> blocks() {
        return blocks;
    }

    int transactions() {
        return transactions;
    }

    /** The number that the next transaction would have. */
    int next() {
        return next;
    }

    private void run() throws IOException {
        long at = journal.start();
        long left = journal.end() - journal.first();
        List<Change> changes = new ArrayList<>();
        // A revoked block must not be replayed from this transaction or an older one: newer content is already home.
        Map<Long, Integer> revoked = new HashMap<>();
        while (left > 0) {
            BinaryCursor block = journal.block(at);
            if ((int) block.at(0).u32() != Journal.MAGIC) {
                return;
            }
            long type = block.u32();
            if ((int) block.u32() != next) {
                return;
            }
            long passed = 1;
            if (type == DESCRIPTOR) {
                int before = changes.size();
                if (!isTailIntact(block) || !describe(block, at, left - 1, changes)) {
                    return;
                }
                passed += changes.size() - before;
            } else if (type == REVOKE) {
                if (!isTailIntact(block)) {
                    return;
                }
                revoke(block, revoked);
            } else if (type == COMMIT) {
                if (!isCommitIntact(block)) {
                    return;
                }
                commit(changes, revoked);
            } else {
                return;
            }
            left -= passed;
            at = journal.after(at, passed);
        }
    }

    private void commit(List<Change> changes, Map<Long, Integer> revoked) throws BadImageException {
        revoked.keySet().forEach(blocks::remove);
        for (Change change : changes) {
            if (!revoked.containsKey(change.block())) {
                blocks.put(change.block(), change.copy());
            }
        }
        if (blocks.size() > MAX_BLOCKS) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    journal.bytes().name(),
                    Journal.STRUCTURE,
                    0,
                    "has more than " + MAX_BLOCKS + " blocks to replay");
        }
        changes.clear();
        revoked.clear();
        transactions++;
        next++;
    }

    /** Adds the blocks that follow a descriptor; false where they are not what it says. */
    private boolean describe(BinaryCursor descriptor, long at, long left, List<Change> changes) throws IOException {
        int end = descriptor.length() - (journal.hasChecksums() ? TAIL_SIZE : 0);
        int size = tagSize();
        int tag = HEADER_SIZE;
        long steps = 0;
        while (tag <= end - size) {
            long block = descriptor.at(tag).u32();
            long stated;
            long flags;
            if (journal.hasWideTags()) {
                flags = descriptor.u32();
                block |= journal.is64Bit() ? descriptor.u32() << 32 : 0;
                stated = descriptor.at(tag + 12).u32();
            } else {
                stated = descriptor.u16();
                flags = descriptor.u16();
                block |= journal.is64Bit() ? descriptor.u32() << 32 : 0;
            }
            steps++;
            if (steps > left) {
                return false;
            }
            long index = journal.after(at, steps);
            if (journal.hasChecksums() && !isIntact(index, stated)) {
                return false;
            }
            changes.add(new Change(block, new JournaledBlock(index, (flags & TAG_ESCAPED) != 0)));
            if (changes.size() > MAX_BLOCKS) {
                return false;
            }
            if ((flags & TAG_LAST) != 0) {
                return true;
            }
            tag += size + ((flags & TAG_SAME_UUID) != 0 ? 0 : UUID_SIZE);
        }
        return true;
    }

    private int tagSize() {
        if (journal.hasWideTags()) {
            return 16;
        }
        return (journal.is64Bit() ? 12 : 8) + (journal.hasChecksums() ? 2 : 0);
    }

    private boolean isIntact(long index, long stated) throws IOException {
        int actual = checksum.of(
                ByteBuffer.allocate(4).putInt(next).flip(), journal.block(index).view());
        long mask = journal.hasWideTags() ? 0xFFFF_FFFFL : 0xFFFF;
        return (actual & mask) == stated;
    }

    private void revoke(BinaryCursor block, Map<Long, Integer> revoked) throws BadImageException {
        int size = journal.is64Bit() ? 8 : 4;
        long most = block.length() - (journal.hasChecksums() ? TAIL_SIZE : 0);
        long end = Math.min(block.at(HEADER_SIZE).u32(), most);
        for (int at = HEADER_SIZE + 4; at <= end - size && revoked.size() < MAX_BLOCKS; at += size) {
            revoked.put(journal.is64Bit() ? block.at(at).u64() : block.at(at).u32(), next);
        }
    }

    private boolean isTailIntact(BinaryCursor block) throws BadImageException {
        int tail = block.length() - TAIL_SIZE;
        return !journal.hasChecksums() || (int) block.at(tail).u32() == checksum.without(block.view(), tail, TAIL_SIZE);
    }

    private boolean isCommitIntact(BinaryCursor block) throws BadImageException {
        return !journal.hasChecksums() || (int) block.at(0x10).u32() == checksum.without(block.view(), 0x10, 4);
    }
}
