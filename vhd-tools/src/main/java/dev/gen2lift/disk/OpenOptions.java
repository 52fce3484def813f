package dev.gen2lift.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an image is to be opened.
 *
 * @param format what the image is, within an archive where it lies in one, whatever its content looks like; empty to go by the content
 * @param parentFolders where parents of differencing images may be found besides the child's own folder
 * @param maxUnpacked bytes that may be unpacked of an image inside an archive; empty to go by the archive's size
 */
public record OpenOptions(Optional<DiskFormat> format, List<Path> parentFolders, OptionalLong maxUnpacked) {

    /** By content, parents in the child's folder only. */
    public static final OpenOptions DEFAULT = new OpenOptions(Optional.empty(), List.of(), OptionalLong.empty());

    public OpenOptions {
        parentFolders = List.copyOf(parentFolders);
    }

    public OpenOptions withFormat(DiskFormat override) {
        return new OpenOptions(Optional.of(override), parentFolders, maxUnpacked);
    }

    public OpenOptions withParentFolders(List<Path> folders) {
        return new OpenOptions(format, folders, maxUnpacked);
    }

    public OpenOptions withMaxUnpacked(long bytes) {
        return new OpenOptions(format, parentFolders, OptionalLong.of(bytes));
    }
}
