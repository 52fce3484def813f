package dev.gen2lift.filesystem;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The names of a folder, which lead to inodes that lie elsewhere. The inodes are read in the order in which they lie, as
 * a folder that is indexed has its names in the order of their hashes; the entries come in the order of the folder.
 */
public final class InodeEntries {

    /** Reads what an inode says of a file. */
    @FunctionalInterface
    public interface Reader {
        FileEntry entry(String name, long inode) throws IOException;
    }

    private final List<String> names = new ArrayList<>();
    private final List<Long> inodes = new ArrayList<>();

    public void add(String name, long inode) {
        names.add(name);
        inodes.add(inode);
    }

    public int size() {
        return names.size();
    }

    public List<FileEntry> read(Reader reader) throws IOException {
        Integer[] order = new Integer[names.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(inodes::get));
        FileEntry[] entries = new FileEntry[order.length];
        for (int i : order) {
            entries[i] = reader.entry(names.get(i), inodes.get(i));
        }
        return List.of(entries);
    }
}
