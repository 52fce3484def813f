package dev.gen2lift.guest;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;

/**
 * A volume whose files can be looked at.
 *
 * @param content the volume's bytes
 * @param base where the volume begins on its disk, in bytes; 0 where it is no range of one
 */
public record GuestVolume(VolumeFacts facts, ByteSource content, FileSystem fileSystem, long base) {

    /** What the reader of a report calls it. */
    public String name() {
        return facts.name();
    }

    /** A file's bytes, under a name that says which file of which volume they are. */
    public ByteSource open(FileEntry file, String path) {
        return fileSystem.open(file, content.name() + " " + path);
    }
}
