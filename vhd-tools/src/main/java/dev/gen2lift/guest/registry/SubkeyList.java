package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** The subkeys of a key ("Index leaf", "Fast leaf", "Hash leaf", "Index root"): where they lie, without their names. */
final class SubkeyList {

    static final SubkeyList EMPTY = new SubkeyList();

    private static final String STRUCTURE = "registry subkey list";

    /** Subkeys of one key; the largest that Windows itself fills have some ten thousand. */
    private static final int MAX_SUBKEYS = 1 << 16;

    private static final int LEAF = 'l' | 'i' << 8;
    private static final int FAST_LEAF = 'l' | 'f' << 8;
    private static final int HASH_LEAF = 'l' | 'h' << 8;
    private static final int ROOT = 'r' | 'i' << 8;
    private static final int HEADER = 4;
    private static final int MAX_LIST = HEADER + 0xFFFF * 8;

    private int count;
    private long[] offsets = new long[16];
    private long[] hashes = new long[16];

    private SubkeyList() {}

    static SubkeyList read(HiveCells cells, long offset) throws IOException {
        SubkeyList list = new SubkeyList();
        BinaryCursor cell = cells.read(offset, STRUCTURE, MAX_LIST);
        int type = cell.u16();
        if (type != ROOT) {
            list.addLeaf(cell, type);
            return list;
        }
        int leaves = cell.u16();
        for (int i = 0; i < leaves; i++) {
            BinaryCursor leaf = cells.read(cell.u32(), STRUCTURE, MAX_LIST);
            list.addLeaf(leaf, leaf.u16());
        }
        return list;
    }

    private void addLeaf(BinaryCursor leaf, int type) throws IOException {
        if (type != LEAF && type != FAST_LEAF && type != HASH_LEAF) {
            throw leaf.corrupt(0, String.format("no signature of a leaf: %04X", type));
        }
        int entries = leaf.u16();
        if (count + entries > MAX_SUBKEYS) {
            throw leaf.limit(2, "more than " + MAX_SUBKEYS + " subkeys");
        }
        for (int i = 0; i < entries; i++) {
            long offset = leaf.u32();
            long hint = type == LEAF ? 0 : leaf.u32();
            add(offset, type == HASH_LEAF ? hint : -1);
        }
    }

    private void add(long offset, long hash) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        offsets[count] = offset;
        hashes[count] = hash;
        count++;
    }

    int size() {
        return count;
    }

    long offset(int index) {
        return offsets[index];
    }

    /**
     * Whether the subkey may be called so. Windows finds a key by the hash in the list, so that a wrong hash hides it from
     * Windows too.
     *
     * @param hash {@link #hash} of the name
     */
    boolean mayBe(int index, long hash) {
        return hash < 0 || hashes[index] < 0 || hashes[index] == hash;
    }

    /** The hash of a name as hash leaves have it; -1 where upper case is not the same to everyone. */
    static long hash(String name) {
        int hash = 0;
        String upper = name.toUpperCase(Locale.ROOT);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c > 0x7F) {
                return -1;
            }
            hash = hash * 37 + c;
        }
        return Integer.toUnsignedLong(hash);
    }
}
