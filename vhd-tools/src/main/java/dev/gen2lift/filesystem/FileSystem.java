package dev.gen2lift.filesystem;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file system on a volume, read-only. Whatever the volume holds, each call ends: with an answer, or with a
 * {@link BadImageException} that names the damaged structure. For one thread at a time.
 */
public interface FileSystem {

    FileSystemType type();

    /** The volume label; hostile text, escape it. */
    Optional<String> label() throws IOException;

    /**
     * What tells this volume from all others, written as blkid does: a UUID, "1A2B-3C4D" for FAT, 16 hexadecimal digits
     * for NTFS. Empty where it has none.
     */
    Optional<String> identifier();

    /**
     * Bytes of the volume that are in use, the file system's own structures included: what a copy of the volume could
     * not do without. Empty where it cannot be told.
     */
    OptionalLong usedBytes() throws IOException;

    /**
     * What makes its content doubtful though it can be read, such as changes that were still under way when the system
     * stopped.
     */
    default List<ImageWarning> warnings() throws IOException {
        return List.of();
    }

    FileEntry root();

    /**
     * The folder where a mount option that names a part of the volume begins to look, such as {@code subvol} of btrfs: the
     * root, unless that is such a part itself.
     */
    default FileEntry topLevel() {
        return root();
    }

    /**
     * What a folder holds, in the order stored, without itself and its parent.
     *
     * @throws BadImageException where the folder is damaged, or larger than its file system allows
     * @throws IllegalArgumentException where {@code directory} is none
     */
    List<FileEntry> list(FileEntry directory) throws IOException;

    /**
     * The entry called {@code name} in a folder, or empty; where a folder is indexed, without reading all of it.
     *
     * @throws BadImageException where what was needed of the folder is damaged
     * @throws IllegalArgumentException where {@code directory} is none
     */
    default Optional<FileEntry> lookup(FileEntry directory, String name) throws IOException {
        return list(directory).stream()
                .filter(entry -> sameName(entry.name(), name))
                .findFirst();
    }

    /**
     * Fills {@code into} from {@code position()} to {@code limit()} with the file's bytes that begin at {@code offset}.
     *
     * @throws BadImageException of kind TRUNCATED where the range does not lie within the file's size; CORRUPT where
     *     what leads to the bytes is damaged; UNSUPPORTED where they are stored in a way that is not understood
     * @throws IllegalArgumentException where {@code file} is none
     */
    void read(FileEntry file, long offset, ByteBuffer into) throws IOException;

    /**
     * Where a link leads, as stored: relative to the folder that holds it, or absolute by the rules of the system that
     * wrote it. Hostile text, which may lead anywhere.
     *
     * @throws IllegalArgumentException where {@code link} is none
     */
    default String readLink(FileEntry link) throws IOException {
        throw new IllegalArgumentException("not a link: " + link);
    }

    /** Whether two names are the same to this file system. */
    boolean sameName(String one, String other);

    /**
     * The entry at {@code path}, whose parts are separated by slashes; a slash in front is allowed, "" is the root.
     * Empty where there is none, or where a part in front of the last one is no folder. Links are not followed, as they
     * may lead to other volumes.
     */
    default Optional<FileEntry> find(String path) throws IOException {
        return find(root(), path);
    }

    /** As {@link #find(String)}, for a path that begins in a folder. */
    default Optional<FileEntry> find(FileEntry from, String path) throws IOException {
        FileEntry entry = from;
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            if (!entry.isDirectory()) {
                return Optional.empty();
            }
            Optional<FileEntry> next = lookup(entry, part);
            if (next.isEmpty()) {
                return next;
            }
            entry = next.get();
        }
        return Optional.of(entry);
    }

    /**
     * A file's content as bytes that can be parsed.
     *
     * @param name what messages call it, usually the volume's name with the path
     */
    default ByteSource open(FileEntry file, String name) {
        return new FileContent(this, file, name);
    }
}
