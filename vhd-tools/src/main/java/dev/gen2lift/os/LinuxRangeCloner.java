package dev.gen2lift.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Sharing by {@code FICLONERANGE}. */
final class LinuxRangeCloner implements TryingRangeCloner.NativeCloner {

    private final int target;
    private final Map<Path, Integer> sources = new HashMap<>();
    private final Memory argument = new Memory(LibC.FILE_CLONE_RANGE_LENGTH);

    LinuxRangeCloner(Path target) throws IOException {
        this.target = LibC.C.open(LibC.bytes(target), LibC.O_RDWR | LibC.O_CLOEXEC);
        if (this.target < 0) {
            throw new IOException("error " + Native.getLastError() + " opening " + target);
        }
    }

    @Override
    public Outcome cloneRange(Path source, long sourceOffset, long length, long targetOffset) {
        int fd = sources.computeIfAbsent(source, path -> LibC.C.open(LibC.bytes(path), LibC.O_RDONLY | LibC.O_CLOEXEC));
        if (fd < 0) {
            return Outcome.REFUSED;
        }
        argument.setLong(0, fd);
        argument.setLong(8, sourceOffset);
        argument.setLong(16, length);
        argument.setLong(24, targetOffset);
        if (LibC.C.ioctl(target, new NativeLong(LibC.FICLONERANGE, true), argument) == 0) {
            return Outcome.SHARED;
        }
        // Others concern this range (EINVAL: not on block boundaries) or this source (EXDEV: on another file system).
        int error = Native.getLastError();
        return error == LibC.EOPNOTSUPP || error == LibC.ENOTTY ? Outcome.NEVER : Outcome.REFUSED;
    }

    @Override
    public void close() {
        sources.values().stream().filter(fd -> fd >= 0).forEach(LibC.C::close);
        sources.clear();
        LibC.C.close(target);
        argument.close();
    }
}
