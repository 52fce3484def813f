package dev.gen2lift.assess;

import dev.gen2lift.guest.DiskInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks into one disk image. */
@FunctionalInterface
public interface ImageInspector {

    /**
     * @param others the other disks of the same machine, onto which logical volumes may reach; those that cannot be read
     *     are passed over
     * @throws dev.gen2lift.disk.BadImageException where the image is malformed or of no supported format
     * @throws IOException where the file cannot be read
     */
    DiskInspection inspect(Path image, List<Path> others) throws IOException;
}
