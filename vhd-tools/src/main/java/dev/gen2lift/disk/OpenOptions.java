package dev.gen2lift.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an image is to be opened.
 *
 * @param format what the image is, within an archive where it lies in one, whatever its content looks like; empty to go by the content
 * @param parentFolders where parents of differencing images may be found besides the child's own folder
 */
public record OpenOptions(Optional<DiskFormat> format, List<Path> parentFolders) {

    /** By content, parents in the child's folder only. */
    public static final OpenOptions DEFAULT = new OpenOptions(Optional.empty(), List.of());

    public OpenOptions {
        parentFolders = List.copyOf(parentFolders);
    }

    public OpenOptions withFormat(DiskFormat override) {
        return new OpenOptions(Optional.of(override), parentFolders);
    }

    public OpenOptions withParentFolders(List<Path> folders) {
        return new OpenOptions(format, folders);
    }
}
