package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a folder's B-tree: names in order, each with the node of the names before it (ntfs-3g, layout.h,
 * INDEX_HEADER and INDEX_ENTRY). The last entry has no name.
 */
record IndexNode(List<Entry> entries) {

    /** What an entry has for a child where it has none. */
    static final long NONE = -1;

    private static final int HEADER = 16;
    private static final int ENTRY = 16;
    private static final int CHILD = 1;
    private static final int LAST = 2;

    /** Where a file name's characters begin (ntfs-3g, layout.h, FILE_NAME_ATTR). */
    private static final int NAME = 66;

    private static final int DOS_ONLY = 2;
    private static final long DIRECTORY = 0x1000_0000L;

    /**
     * A name in a folder.
     *
     * @param reference of the file's record
     * @param name empty for the last entry
     * @param size bytes of the file as they were when this name was last used
     * @param dosOnly whether it is the 8.3 form of another name
     * @param child number of the node before, or {@link #NONE}
     */
    record Entry(
            long reference, String name, long size, boolean directory, boolean dosOnly, long child, boolean last) {}

    /** @param at where the node's header is */
    static IndexNode read(BinaryCursor block, int at) throws BadImageException {
        BinaryCursor node = block.slice("NTFS index node", at, block.length() - at);
        long first = node.at(0).u32();
        long end = node.u32();
        if (first < HEADER || end > node.length() || first > end) {
            throw node.corrupt(0, "entries from " + first + " to " + end + " leave the node of " + node.length());
        }
        List<Entry> entries = new ArrayList<>();
        int position = (int) first;
        while (position <= end - ENTRY) {
            int length = node.at(position + 8).u16();
            if (length < ENTRY || length > end - position) {
                throw node.corrupt(position + 8, "entry of " + length + " bytes leaves the node");
            }
            Entry entry = entry(node.slice("NTFS index entry", position, length));
            entries.add(entry);
            if (entry.last) {
                return new IndexNode(List.copyOf(entries));
            }
            position += length;
        }
        throw node.corrupt(position, "entries without a last one");
    }

    private static Entry entry(BinaryCursor raw) throws BadImageException {
        long reference = raw.at(0).u64();
        int key = raw.at(10).u16();
        int flags = raw.u16();
        long child = (flags & CHILD) == 0 ? NONE : raw.at(raw.length() - 8).size64();
        if ((flags & LAST) != 0) {
            return new Entry(0, "", 0, false, false, child, true);
        }
        BinaryCursor name = raw.slice("NTFS file name", ENTRY, key);
        long size = Math.max(0, name.at(48).u64());
        long attributes = name.u32();
        int length = name.at(64).u8();
        int namespace = name.u8();
        return new Entry(
                reference,
                Attribute.name(name, NAME, length),
                size,
                (attributes & DIRECTORY) != 0,
                namespace == DOS_ONLY,
                child,
                false);
    }
}
