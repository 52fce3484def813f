package dev.gen2lift.filesystem;

/**
 * A file or folder of a {@link FileSystem}; belongs to the file system that it came from.
 *
 * @param name the last part of its path, in the case stored; empty for the root. Hostile text, escape it
 * @param size bytes of a file; 0 for everything else
 * @param locator how the file system finds it again: a first cluster, an inode number
 */
public record FileEntry(String name, Kind kind, long size, long locator) {

    /** What it is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        /** A symbolic link, or a reparse point that acts as one: {@link FileSystem#readLink} tells where it leads. */
        LINK,
        /** A socket, a device, or what cannot be read: something whose bytes are not content. */
        OTHER
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isLink() {
        return kind == Kind.LINK;
    }
}
