package dev.gen2lift.disk;

import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.LayeredDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The one door to disk images: recognises a file by its content and opens it as a {@link VirtualDisk}. */
public final class DiskImages {

    private DiskImages() {}

    /** As {@link #open(Path, OpenOptions)}, by content. */
    public static VirtualDisk open(Path path) throws IOException {
        return open(path, OpenOptions.DEFAULT);
    }

    /**
     * Opens an image read-only.
     *
     * @throws BadImageException where the content is malformed or of no supported format
     * @throws IOException where the file cannot be read
     */
    public static VirtualDisk open(Path path, OpenOptions options) throws IOException {
        ImageLayer layer = ImageFormats.open(path, options.format());
        if (layer.info().kind() == DiskKind.DIFFERENCING) {
            layer.close();
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    path.toString(),
                    "image",
                    0,
                    "differencing disks need a parent");
        }
        return new LayeredDisk(List.of(layer));
    }
}
