package dev.gen2lift.disk;

import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.disk.layer.LayerChain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The one door to disk images: recognises a file by its content and opens it as a {@link VirtualDisk}. */
public final class DiskImages {

    private DiskImages() {}

    /** As {@link #open(Path, OpenOptions)}, by content. */
    public static VirtualDisk open(Path path) throws IOException {
        return open(path, OpenOptions.DEFAULT);
    }

    /**
     * Opens an image read-only, a differencing one with its parents. Where these are looked for, {@link OpenOptions}
     * says.
     *
     * @throws BadImageException where the content is malformed or of no supported format, or where a parent is missing
     *     or not the right one
     * @throws IOException where a file cannot be read
     */
    public static VirtualDisk open(Path path, OpenOptions options) throws IOException {
        return withParents(ImageFormats.open(path, options.format(), options.maxUnpacked()), options);
    }

    /**
     * Opens an image that is read from elsewhere than a file of this machine. Its parents are looked for among files.
     *
     * @param source closed with the disk, and where this fails
     * @throws BadImageException as {@link #open(Path, OpenOptions)}
     */
    public static VirtualDisk open(ImageSource source, OpenOptions options) throws IOException {
        return withParents(ImageFormats.open(source, options.format()), options);
    }

    /**
     * What an image says of itself. Unlike {@link #open} this needs no parents: where one is missing or wrong, the chain
     * is the image alone and a warning says why.
     *
     * @throws BadImageException where the image itself is malformed or of no supported format
     */
    public static DiskInfo describe(Path path, OpenOptions options) throws IOException {
        DiskInfo alone;
        try (ImageLayer layer = ImageFormats.open(path, options.format(), options.maxUnpacked())) {
            alone = layer.info();
        }
        if (alone.kind() != DiskKind.DIFFERENCING) {
            return alone;
        }
        try (VirtualDisk disk = open(path, options)) {
            return disk.info();
        } catch (BadImageException e) {
            return alone.with(new ImageWarning(e.structure(), e.offset(), e.reason()));
        }
    }

    private static VirtualDisk withParents(ImageLayer top, OpenOptions options) throws IOException {
        return LayerChain.open(
                top,
                parent -> ImageFormats.open(parent, Optional.empty(), options.maxUnpacked()),
                options.parentFolders());
    }
}
