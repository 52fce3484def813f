package dev.gen2lift.filesystem;

import java.util.Optional;

/**
 * What a look at a volume's signatures tells.
 *
 * @param label where it is cheap to find; hostile text, escape it
 */
public record FileSystemInfo(FileSystemType type, Optional<String> label) {

    /** Without a label. */
    public static FileSystemInfo of(FileSystemType type) {
        return new FileSystemInfo(type, Optional.empty());
    }

    /** With a label that counts as absent where it is blank. */
    static FileSystemInfo of(FileSystemType type, String label) {
        return new FileSystemInfo(type, Optional.of(label).filter(text -> !text.isBlank()));
    }
}
