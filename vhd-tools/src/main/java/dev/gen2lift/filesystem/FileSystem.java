package dev.gen2lift.filesystem;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A file system on a volume, read-only. Whatever the volume holds, each call ends: with an answer, or with a
 * {@link BadImageException} that names the damaged structure. For one thread at a time.
 */
public interface FileSystem {

    FileSystemType type();

    /** The volume label; hostile text, escape it. */
    Optional<String> label() throws IOException;

    FileEntry root();

    /**
     * What a folder holds, in the order stored, without itself and its parent.
     *
     * @throws BadImageException where the folder is damaged, or larger than its file system allows
     * @throws IllegalArgumentException where {@code directory} is none
     */
    List<FileEntry> list(FileEntry directory) throws IOException;

    /**
     * Fills {@code into} from {@code position()} to {@code limit()} with the file's bytes that begin at {@code offset}.
     *
     * @throws BadImageException of kind TRUNCATED where the range does not lie within the file's size; CORRUPT where
     *     what leads to the bytes is damaged
     * @throws IllegalArgumentException where {@code file} is none
     */
    void read(FileEntry file, long offset, ByteBuffer into) throws IOException;

    /** Whether two names are the same to this file system. */
    boolean sameName(String one, String other);

    /**
     * The entry at {@code path}, whose parts are separated by slashes; a slash in front is allowed, "" is the root.
     * Empty where there is none, or where a part in front of the last one is no folder.
     */
    default Optional<FileEntry> find(String path) throws IOException {
        FileEntry entry = root();
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            if (!entry.isDirectory()) {
                return Optional.empty();
            }
            Optional<FileEntry> next = list(entry).stream()
                    .filter(candidate -> sameName(candidate.name(), part))
                    .findFirst();
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
