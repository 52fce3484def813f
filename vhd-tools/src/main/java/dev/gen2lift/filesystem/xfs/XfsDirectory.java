package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a directory: in its inode, or in blocks (XFS Algorithms and Data Structures, Directories). */
record XfsDirectory(XfsInode inode, XfsVolume volume) {

    static final String STRUCTURE = "XFS directory";
    static final int MAX_ENTRIES = 1_000_000;

    /** As many bytes as that many entries of the longest name take. */
    private static final long MAX_SIZE = 1L << 28;

    private static final int HEADER_4 = 16;
    private static final int HEADER_5 = 64;
    private static final int CHECKSUM_AT = 4;

    /** What stands for bytes that are no UTF-8: such a name has more than one spelling. */
    private static final char REPLACEMENT = '\uFFFD';

    /** What is done with each entry. */
    @FunctionalInterface
    interface Visitor {
        /** @return whether the next one is wanted */
        boolean visit(long inode, String name) throws IOException;
    }

    /** Visits all entries but the folder itself and the one above. */
    void visit(Visitor visitor) throws IOException {
        if (inode.format() == XfsInode.LOCAL) {
            visitShort(visitor);
            return;
        }
        DirectoryBlocks blocks = DirectoryBlocks.of(inode, volume);
        long end = DirectoryIndex.BEGIN / volume.superblock().blockSize();
        long read = 0;
        boolean more = true;
        for (long index = 0; index < end && more; ) {
            ExtentRun run = blocks.map().run(index);
            if (run.isHole()) {
                long next = index + Math.min(run.length(), end - index);
                // Directory blocks are never stored in part.
                index = (next + blocks.step() - 1) / blocks.step() * blocks.step();
                continue;
            }
            read += volume.superblock().directoryBlockSize();
            if (read > MAX_SIZE) {
                throw inode.fork()
                        .limit(0, "inode " + inode.number() + " has more than " + MAX_SIZE + " bytes of entries");
            }
            more = visitBlock(blocks.read(STRUCTURE, index, CHECKSUM_AT), visitor);
            index += blocks.step();
        }
    }

    /** An entry that was looked for. */
    record Match(long inode, String name) {}

    /** The entry called {@code name}; by the index where there is one. */
    Optional<Match> find(String name) throws IOException {
        boolean indexed = inode.format() != XfsInode.LOCAL
                && inode.size() > volume.superblock().directoryBlockSize();
        if (indexed && !volume.superblock().features().caseFolded() && name.indexOf(REPLACEMENT) < 0) {
            try {
                return findIndexed(name);
            } catch (BadImageException e) {
                // The entries are there without their index.
            }
        }
        Finder finder = new Finder();
        visit((number, entry) -> {
            if (volume.superblock().features().sameName(entry, name)) {
                finder.found = new Match(number, entry);
            }
            return finder.found == null;
        });
        return Optional.ofNullable(finder.found);
    }

    private Optional<Match> findIndexed(String name) throws IOException {
        byte[] stored = name.getBytes(StandardCharsets.UTF_8);
        DirectoryBlocks blocks = DirectoryBlocks.of(inode, volume);
        int size = volume.superblock().directoryBlockSize();
        Finder finder = new Finder();
        new DirectoryIndex(blocks).visit(DirectoryIndex.hash(stored), offset -> {
            BinaryCursor block = blocks.read(STRUCTURE, offset / size * blocks.step(), CHECKSUM_AT);
            DirectoryEntry entry = DirectoryEntry.read(
                    block,
                    (int) (offset % size),
                    end(block),
                    volume.superblock().features().fileTypes());
            if (Arrays.equals(entry.name(), stored)) {
                finder.found = new Match(entry.inode(), name);
            }
            return finder.found == null;
        });
        return Optional.ofNullable(finder.found);
    }

    private static final class Finder {
        private @Nullable Match found;
    }

    private boolean visitBlock(BinaryCursor block, Visitor visitor) throws IOException {
        int end = end(block);
        int at = volume.superblock().features().hasChecksums() ? HEADER_5 : HEADER_4;
        while (at < end) {
            DirectoryEntry entry = DirectoryEntry.read(
                    block, at, end, volume.superblock().features().fileTypes());
            if (!entry.isUnused()) {
                String name = name(entry.name());
                if (!name.equals(".") && !name.equals("..") && !visitor.visit(entry.inode(), name)) {
                    return false;
                }
            }
            at += entry.length();
        }
        return true;
    }

    /** Where a block's entries end: at its end, or where it holds its index too, in front of that. */
    private int end(BinaryCursor block) throws BadImageException {
        boolean latest = volume.superblock().features().hasChecksums();
        boolean single = block.has(0, ascii(latest ? "XDB3" : "XD2B"));
        if (!single && !block.has(0, ascii(latest ? "XDD3" : "XD2D"))) {
            throw block.corrupt(0, "inode " + inode.number() + " has a block without signature");
        }
        if (!single) {
            return block.length();
        }
        int tail = block.length() - 8;
        long leaves = block.at(tail).u32();
        if (leaves > tail / 8) {
            throw block.corrupt(tail, "inode " + inode.number() + " has " + leaves + " entries in a block");
        }
        return tail - (int) leaves * 8;
    }

    private void visitShort(Visitor visitor) throws IOException {
        BinaryCursor fork = inode.fork();
        int count = fork.at(0).u8();
        boolean wide = fork.u8() != 0;
        fork.skip(wide ? 8 : 4);
        for (int i = 0; i < count; i++) {
            int nameLength = fork.u8();
            String name = name(fork.skip(2).bytes(nameLength));
            fork.skip(volume.superblock().features().fileTypes() ? 1 : 0);
            long number = wide ? fork.u64() : fork.u32();
            int next = fork.position();
            if (!visitor.visit(number, name)) {
                return;
            }
            fork.at(next);
        }
    }

    private static String name(byte[] stored) {
        return new String(stored, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
