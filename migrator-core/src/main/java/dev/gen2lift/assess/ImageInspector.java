package dev.gen2lift.assess;

import dev.gen2lift.guest.DiskInspection;
import java.io.IOException;
import java.nio.file.Path;

/** Looks into one disk image. */
@FunctionalInterface
public interface ImageInspector {

    /**
     * @throws dev.gen2lift.disk.BadImageException where the image is malformed or of no supported format
     * @throws IOException where the file cannot be read
     */
    DiskInspection inspect(Path image) throws IOException;
}
