package dev.gen2lift.cli;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other disks of a machine, as far as they can be opened. */
record OpenDisks(List<VirtualDisk> disks) implements Closeable {

    static OpenDisks of(List<Path> images, OpenOptions options) {
        List<VirtualDisk> disks = new ArrayList<>();
        for (Path image : images) {
            try {
                disks.add(DiskImages.open(image, options));
            } catch (IOException e) {
                // It is told of where it is looked into itself; here its volumes are missed.
                continue;
            }
        }
        return new OpenDisks(disks);
    }

    @Override
    public void close() throws IOException {
        for (VirtualDisk disk : disks) {
            disk.close();
        }
    }
}
