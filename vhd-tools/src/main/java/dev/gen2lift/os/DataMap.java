package dev.gen2lift.os;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a sparse file stores data and where it has holes, which read as zero. What lies in data may still be zero; the
 * map is as fine as the file system keeps it. For one thread at a time.
 */
public interface DataMap extends Closeable {

    /**
     * The first byte at or behind {@code from} that is stored.
     *
     * @param from 0 up to the file's length, exclusive
     * @return the file's length where only holes follow
     */
    long nextData(long from);

    /**
     * The first byte at or behind {@code from} that lies in a hole.
     *
     * @param from 0 up to the file's length, exclusive
     * @return the file's length where no hole follows
     */
    long nextHole(long from);

    @Override
    void close();

    /** The map of a file; empty where the system has none or does not tell: then everything counts as data. */
    static Optional<DataMap> of(Path file) {
        if (OperatingSystem.CURRENT != OperatingSystem.LINUX) {
            return Optional.empty();
        }
        try {
            return LinuxDataMap.open(file);
        } catch (LinkageError e) {
            // No native library for this machine.
            return Optional.empty();
        }
    }
}
