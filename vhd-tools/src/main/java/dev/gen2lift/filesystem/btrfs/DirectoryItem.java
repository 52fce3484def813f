package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A name in a folder (Linux, include/uapi/linux/btrfs_tree.h, struct btrfs_dir_item).
 *
 * @param target the key of an inode, or of a subvolume's root
 * @param name as stored, mostly UTF-8
 */
record DirectoryItem(Key target, int type, byte[] name) {

    /** Values of {@code type}. */
    static final int FILE = 1;

    static final int DIRECTORY = 2;
    static final int LINK = 7;

    private static final int HEADER = 30;
    private static final int MAX_NAME = 255;

    /** Names are hashed with another seed than the JDK's CRC-32C has; these bytes lead from the one to the other. */
    private static final byte[] SEED = {0x5A, (byte) 0xED, 0x0C, (byte) 0x9E};

    /** The offset of the key of {@link Key#DIR_ITEM} for a name. */
    static long hash(byte[] name) {
        CRC32C sum = new CRC32C();
        sum.update(SEED);
        sum.update(name);
        return ~sum.getValue() & 0xFFFF_FFFFL;
    }

    /** All names of an item; those of equal hash share one. */
    static List<DirectoryItem> readAll(BinaryCursor data) throws BadImageException {
        List<DirectoryItem> all = new ArrayList<>();
        int at = 0;
        while (at < data.length()) {
            Key target = Key.read(data, at);
            int extra = data.skip(8).u16();
            int length = data.u16();
            if (length == 0 || length > MAX_NAME) {
                throw data.corrupt(at, "name of " + length + " bytes");
            }
            int type = data.u8();
            all.add(new DirectoryItem(target, type, data.bytes(length)));
            at += HEADER + length + extra;
        }
        return all;
    }

    static Optional<DirectoryItem> find(Tree tree, long directory, byte[] name) throws IOException {
        Optional<Item> item = tree.find(new Key(directory, Key.DIR_ITEM, hash(name)));
        return item.isEmpty()
                ? Optional.empty()
                : readAll(item.get().data()).stream()
                        .filter(entry -> Arrays.equals(entry.name(), name))
                        .findFirst();
    }

    String text() {
        return new String(name, StandardCharsets.UTF_8);
    }
}
