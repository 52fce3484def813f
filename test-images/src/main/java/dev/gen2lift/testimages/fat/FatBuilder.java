package dev.gen2lift.testimages.fat;

import dev.gen2lift.testimages.Alterations;
import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A FAT file system with files and directories. Without further options: sectors of 512 bytes, one a cluster, clusters
 * of a file in order.
 */
public final class FatBuilder {

    /** The structures that {@link #damage} reaches; none of them has a checksum. */
    public enum Part {
        BOOT_SECTOR,
        /** The first copy of the allocation table. */
        FIRST_TABLE
    }

    final FatType type;
    final long size;
    final FatNode.Directory root = new FatNode.Directory();
    final Alterations<Part> alterations = new Alterations<>(Part.class);
    int sectorSize = 512;
    int sectorsPerCluster = 1;
    int serial = 0x67324C46;
    long hiddenSectors;
    String label = "";
    boolean clean = true;
    OptionalLong scatter = OptionalLong.empty();

    /**
     * A file system of {@code size} bytes.
     *
     * @param type has to fit the number of clusters, which {@link #build} checks
     */
    public FatBuilder(FatType type, long size) {
        this.type = type;
        this.size = size;
    }

    /** Bytes. */
    public FatBuilder sectorSize(int bytes) {
        this.sectorSize = bytes;
        return this;
    }

    /** A power of two up to 128. */
    public FatBuilder sectorsPerCluster(int count) {
        this.sectorsPerCluster = count;
        return this;
    }

    /** At most eleven characters, upper case. */
    public FatBuilder label(String text) {
        this.label = text;
        return this;
    }

    public FatBuilder serial(int number) {
        this.serial = number;
        return this;
    }

    /** Sectors before the partition on its disk; firmware ignores the field. */
    public FatBuilder hiddenSectors(long count) {
        this.hiddenSectors = count;
        return this;
    }

    /** Marks the volume as not cleanly unmounted. */
    public FatBuilder dirty() {
        this.clean = false;
        return this;
    }

    /** Lays clusters out in a random order, so that every chain jumps. */
    public FatBuilder scattered(long seed) {
        this.scatter = OptionalLong.of(seed);
        return this;
    }

    /** A file, with the directories on its way; {@code path} is separated by slashes. */
    public FatBuilder file(String path, byte[] content) {
        List<String> names = names(path);
        FatNode.Directory directory = root;
        for (String name : names.subList(0, names.size() - 1)) {
            directory = directory.child(name);
        }
        directory.children().put(names.get(names.size() - 1), new FatNode.File(content.clone()));
        return this;
    }

    /** A directory, with those on its way. */
    public FatBuilder directory(String path) {
        FatNode.Directory directory = root;
        for (String name : names(path)) {
            directory = directory.child(name);
        }
        return this;
    }

    /** Changes a structure, little endian, from its first byte. */
    public FatBuilder damage(Part part, Consumer<ByteBuffer> change) {
        alterations.damage(part, change);
        return this;
    }

    /**
     * The file system.
     *
     * @throws IllegalArgumentException where the type does not fit the number of clusters, or the files do not fit
     */
    public SparseContent build() {
        return new FatWriter(this).write();
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }
}
