package dev.gen2lift.guest;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import java.util.Optional;

/**
 * A volume whose files can be looked at.
 *
 * @param content the volume's bytes
 * @param base where the volume begins on its disk, in bytes; 0 where it is no range of one
 * @param partitionUuid what tells its partition from others, as blkid writes PARTUUID; empty where it is none
 * @param partitionLabel its partition's name in a GPT; hostile text
 */
public record GuestVolume(
        VolumeFacts facts,
        ByteSource content,
        FileSystem fileSystem,
        long base,
        Optional<String> partitionUuid,
        Optional<String> partitionLabel) {

    /** A volume whose partition has no name. */
    public GuestVolume(VolumeFacts facts, ByteSource content, FileSystem fileSystem, long base) {
        this(facts, content, fileSystem, base, Optional.empty(), Optional.empty());
    }

    /** What the reader of a report calls it. */
    public String name() {
        return facts.name();
    }

    /** A file's bytes, under a name that says which file of which volume they are. */
    public ByteSource open(FileEntry file, String path) {
        return fileSystem.open(file, content.name() + " " + path);
    }
}
