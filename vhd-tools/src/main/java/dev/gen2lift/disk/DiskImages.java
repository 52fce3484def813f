package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.file.Path;

/** The one door to disk images: recognises a file by its content and opens it as a {@link VirtualDisk}. */
public final class DiskImages {

    private DiskImages() {}

    /**
     * Opens an image read-only.
     *
     * @throws BadImageException where the content is malformed or of no supported format
     * @throws IOException where the file cannot be read
     */
    public static VirtualDisk open(Path path) throws IOException {
        throw new BadImageException(
                BadImageException.Kind.UNSUPPORTED, path.toString(), "image", 0, "no known disk image format");
    }
}
