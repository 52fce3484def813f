package dev.gen2lift.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Sharing by {@code FSCTL_DUPLICATE_EXTENTS_TO_FILE} (MS-FSCC 2.3.7), which ReFS knows: both files on one volume, less
 * than 4 GiB at once, on cluster boundaries.
 */
final class WindowsRangeCloner implements TryingRangeCloner.NativeCloner {

    private static final long MOST_AT_ONCE = 1L << 30;

    private final Pointer target;
    private final Map<Path, Pointer> sources = new HashMap<>();
    private final Memory argument = new Memory(Kernel32.DUPLICATE_EXTENTS_DATA_LENGTH);

    WindowsRangeCloner(Path target) throws IOException {
        this.target = open(target, Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE);
        if (isInvalid(this.target)) {
            throw new IOException("error " + Native.getLastError() + " opening " + target);
        }
    }

    @Override
    public Outcome cloneRange(Path source, long sourceOffset, long length, long targetOffset) {
        Pointer handle = sources.computeIfAbsent(source, path -> open(path, Kernel32.GENERIC_READ));
        if (isInvalid(handle)) {
            return Outcome.REFUSED;
        }
        for (long done = 0; done < length; done += MOST_AT_ONCE) {
            argument.clear();
            argument.setPointer(0, handle);
            argument.setLong(8, sourceOffset + done);
            argument.setLong(16, targetOffset + done);
            argument.setLong(24, Math.min(MOST_AT_ONCE, length - done));
            if (!Kernel32.K.DeviceIoControl(
                    target,
                    Kernel32.FSCTL_DUPLICATE_EXTENTS_TO_FILE,
                    argument,
                    Kernel32.DUPLICATE_EXTENTS_DATA_LENGTH,
                    null,
                    0,
                    new IntByReference(),
                    null)) {
                int error = Native.getLastError();
                return error == Kernel32.ERROR_NOT_SUPPORTED || error == Kernel32.ERROR_INVALID_FUNCTION
                        ? Outcome.NEVER
                        : Outcome.REFUSED;
            }
        }
        return Outcome.SHARED;
    }

    @Override
    public void close() {
        sources.values().stream().filter(handle -> !isInvalid(handle)).forEach(Kernel32.K::CloseHandle);
        sources.clear();
        Kernel32.K.CloseHandle(target);
        argument.close();
    }

    private static Pointer open(Path path, int access) {
        return Kernel32.K.CreateFileW(
                new WString(path.toAbsolutePath().toString()),
                access,
                Kernel32.FILE_SHARE_ALL,
                null,
                Kernel32.OPEN_EXISTING,
                Kernel32.FILE_ATTRIBUTE_NORMAL,
                null);
    }

    private static boolean isInvalid(Pointer handle) {
        return Pointer.nativeValue(handle) == Pointer.nativeValue(Kernel32.INVALID_HANDLE_VALUE);
    }
}
