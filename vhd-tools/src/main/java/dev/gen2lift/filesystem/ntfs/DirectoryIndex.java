package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The B-tree of a folder's names (ntfs-3g, layout.h, INDEX_ROOT and INDEX_BLOCK). */
final class DirectoryIndex {

    static final String NAME = "$I30";

    private static final String STRUCTURE = "NTFS index block";
    private static final int ROOT_HEADER = 16;
    private static final int BLOCK_HEADER = 24;
    private static final int MIN_BLOCK = 512;
    private static final int MAX_BLOCK = 64 << 10;

    /** Bounds of what one folder costs: entries that are held, blocks that are read, and the tree's height. */
    private static final int MAX_ENTRIES = 1 << 18;

    private static final int MAX_BLOCKS = 1 << 15;
    private static final int MAX_DEPTH = 16;

    private final NtfsFile file;
    private final UpCase upCase;
    private final IndexNode root;
    private final int blockSize;

    /** Bytes that the number of a block counts. */
    private final int unit;

    private final @Nullable FileData blocks;

    private DirectoryIndex(
            NtfsFile file, UpCase upCase, IndexNode root, int blockSize, int unit, @Nullable FileData blocks) {
        this.file = file;
        this.upCase = upCase;
        this.root = root;
        this.blockSize = blockSize;
        this.unit = unit;
        this.blocks = blocks;
    }

    static DirectoryIndex open(NtfsFile file, UpCase upCase, int clusterSize) throws IOException {
        Attribute attribute = file.first(Attribute.INDEX_ROOT, NAME)
                .filter(Attribute::resident)
                .orElseThrow(() -> file.corrupt("folder without an index"));
        BinaryCursor value = attribute.value("NTFS index root");
        long type = value.at(0).u32();
        long blockSize = value.at(8).u32();
        if (type != Attribute.FILE_NAME) {
            throw value.corrupt(0, "index of attribute " + Long.toHexString(type) + " instead of names");
        }
        if (Long.bitCount(blockSize) != 1 || blockSize < MIN_BLOCK || blockSize > MAX_BLOCK) {
            throw value.corrupt(8, "index blocks of " + blockSize + " bytes");
        }
        int unit = clusterSize <= blockSize ? clusterSize : UpdateSequence.STRIDE;
        return new DirectoryIndex(
                file,
                upCase,
                IndexNode.read(value, ROOT_HEADER),
                (int) blockSize,
                unit,
                file.data(Attribute.INDEX_ALLOCATION, NAME).orElse(null));
    }

    private IndexNode node(long number) throws IOException {
        if (blocks == null) {
            throw file.corrupt("folder whose index has no blocks");
        }
        if (number > (blocks.size() - blockSize) / unit) {
            throw blocks.corrupt(STRUCTURE, 0, "block " + number + " is beyond the index of " + blocks.size());
        }
        BinaryCursor block = BinaryCursor.read(blocks, STRUCTURE, number * unit, blockSize, ByteOrder.LITTLE_ENDIAN);
        UpdateSequence.undo(block, "INDX");
        long found = block.at(16).u64();
        if (found != number) {
            throw block.corrupt(16, "block " + found + " in place of " + number);
        }
        return IndexNode.read(block, BLOCK_HEADER);
    }

    /** All names but the short ones that have a long form, in order. */
    List<IndexNode.Entry> list() throws IOException {
        List<IndexNode.Entry> entries = new ArrayList<>();
        collect(root, 0, entries, new HashSet<>());
        return entries;
    }

    private void collect(IndexNode node, int depth, List<IndexNode.Entry> into, Set<Long> visited) throws IOException {
        for (IndexNode.Entry entry : node.entries()) {
            if (entry.child() != IndexNode.NONE) {
                requireHeight(depth);
                if (!visited.add(entry.child())) {
                    throw file.corrupt("index block " + entry.child() + " is in the tree twice");
                }
                if (visited.size() > MAX_BLOCKS) {
                    throw file.failure(
                            BadImageException.Kind.LIMIT, "folder of more than " + MAX_BLOCKS + " index blocks");
                }
                collect(node(entry.child()), depth + 1, into, visited);
            }
            if (!entry.last() && !entry.dosOnly()) {
                if (into.size() == MAX_ENTRIES) {
                    throw file.failure(BadImageException.Kind.LIMIT, "folder of more than " + MAX_ENTRIES + " entries");
                }
                into.add(entry);
            }
        }
    }

    private void requireHeight(int depth) throws BadImageException {
        if (depth == MAX_DEPTH) {
            throw file.failure(
                    BadImageException.Kind.LIMIT, "folder whose index is higher than " + MAX_DEPTH + " blocks");
        }
    }

    /**
     * The entry of a name, short ones included; the one of exactly this case, if names differ by nothing else. Those lie
     * next to each other in the order, so that the way to the one passes the other.
     */
    Optional<IndexNode.Entry> find(String name) throws IOException {
        IndexNode node = root;
        IndexNode.@Nullable Entry near = null;
        for (int depth = 0; ; depth++) {
            long child = IndexNode.NONE;
            for (IndexNode.Entry entry : node.entries()) {
                int order = entry.last() ? -1 : upCase.compare(name, entry.name());
                if (order == 0) {
                    near = entry;
                    order = name.compareTo(entry.name());
                    if (order == 0) {
                        return Optional.of(entry);
                    }
                }
                if (order < 0) {
                    child = entry.child();
                    break;
                }
            }
            if (child == IndexNode.NONE) {
                return Optional.ofNullable(near);
            }
            requireHeight(depth);
            node = node(child);
        }
    }
}
