package dev.gen2lift.testimages.ext;

import dev.gen2lift.testimages.Alterations;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An ext2 file system with a tree of files. Without further options: blocks of 4 KiB, inodes of 256 bytes, sparse
 * copies of the superblock, owner root, clean.
 */
public final class Ext2Builder {

    /** The structures that {@link #damage} reaches; ext2 has no checksums. */
    public enum Part {
        SUPERBLOCK,
        /** The first copy of the group descriptors. */
        GROUP_DESCRIPTORS
    }

    final long size;
    final ExtNode.Directory root = ExtNode.Directory.empty(0755);
    final Alterations<Part> alterations = new Alterations<>(Part.class);
    int blockSize = 4096;
    int inodeSize = 256;
    boolean sparseSuper = true;
    UUID id = Guid.named("ext2");
    String label = "";
    String lastMounted = "/";
    int time = 1_767_225_600;

    /** A file system of {@code size} bytes; what does not fill a block or a usable last group is left over. */
    public Ext2Builder(long size) {
        this.size = size;
        directory("lost+found", 0700);
    }

    /** Bytes; 1024, 2048 or 4096. */
    public Ext2Builder blockSize(int bytes) {
        this.blockSize = bytes;
        return this;
    }

    /** Bytes; 128 or 256. */
    public Ext2Builder inodeSize(int bytes) {
        this.inodeSize = bytes;
        return this;
    }

    /** Copies the superblock into every group, as before revision 1. */
    public Ext2Builder superblockInEachGroup() {
        this.sparseSuper = false;
        return this;
    }

    /** What fstab names. */
    public Ext2Builder id(UUID value) {
        this.id = value;
        return this;
    }

    /** At most 16 bytes. */
    public Ext2Builder label(String text) {
        this.label = text;
        return this;
    }

    /** The folder at which the superblock says that it was mounted last. */
    public Ext2Builder lastMounted(String path) {
        this.lastMounted = path;
        return this;
    }

    /** Seconds since 1970-01-01 UTC that every time in the file system has. */
    public Ext2Builder time(int seconds) {
        this.time = seconds;
        return this;
    }

    /** A file with the directories on its way; blocks of zeros become holes. */
    public Ext2Builder file(String path, Content content, int permissions) {
        put(path, new ExtNode.File(content, permissions));
        return this;
    }

    /** A text file, mode 0644. */
    public Ext2Builder file(String path, String text) {
        return file(path, Content.of(text.getBytes(StandardCharsets.UTF_8)), 0644);
    }

    /** A directory with those on its way, which get 0755. */
    public Ext2Builder directory(String path, int permissions) {
        put(path, ExtNode.Directory.empty(permissions));
        return this;
    }

    public Ext2Builder link(String path, String target) {
        put(path, new ExtNode.Link(target));
        return this;
    }

    /** Changes a structure, little endian, from its first byte. */
    public Ext2Builder damage(Part part, Consumer<ByteBuffer> change) {
        alterations.damage(part, change);
        return this;
    }

    /**
     * The file system.
     *
     * @throws IllegalArgumentException where the files do not fit
     */
    public SparseContent build() {
        return new Ext2Writer(this).write();
    }

    private void put(String path, ExtNode node) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        ExtNode.Directory directory = root;
        for (String name : names.subList(0, names.size() - 1)) {
            ExtNode next = directory.children().computeIfAbsent(name, key -> ExtNode.Directory.empty(0755));
            if (!(next instanceof ExtNode.Directory below)) {
                throw new IllegalArgumentException(name + " in " + path + " is no directory");
            }
            directory = below;
        }
        directory.children().put(names.get(names.size() - 1), node);
    }
}
