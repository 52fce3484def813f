package dev.gen2lift.os;

import com.sun.jna.Native;
import java.nio.file.Path;
import java.util.Optional;

/** A map by {@code SEEK_DATA} and {@code SEEK_HOLE}, see lseek(2). A file system that has no holes says so. */
final class LinuxDataMap implements DataMap {

    private final int fd;
    private final long length;

    private LinuxDataMap(int fd, long length) {
        this.fd = fd;
        this.length = length;
    }

    static Optional<DataMap> open(Path file) {
        int fd = LibC.C.open(LibC.bytes(file), LibC.O_RDONLY | LibC.O_CLOEXEC);
        if (fd < 0) {
            return Optional.empty();
        }
        long length = LibC.C.lseek64(fd, 0, LibC.SEEK_END);
        boolean known = length >= 0 && (length == 0 || LibC.C.lseek64(fd, 0, LibC.SEEK_HOLE) >= 0);
        if (!known) {
            LibC.C.close(fd);
            return Optional.empty();
        }
        return Optional.of(new LinuxDataMap(fd, length));
    }

    @Override
    public long nextData(long from) {
        long data = LibC.C.lseek64(fd, from, LibC.SEEK_DATA);
        if (data >= 0) {
            return Math.min(data, length);
        }
        // ENXIO: none before the file's end. Whatever else went wrong: what is not known to be a hole is data.
        return Native.getLastError() == LibC.ENXIO ? length : from;
    }

    @Override
    public long nextHole(long from) {
        long hole = LibC.C.lseek64(fd, from, LibC.SEEK_HOLE);
        return hole >= 0 ? Math.min(hole, length) : length;
    }

    @Override
    public void close() {
        LibC.C.close(fd);
    }
}
