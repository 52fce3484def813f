package dev.gen2lift.os;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.file.Path;

/** The few calls of the C library that the JDK does not make. The constants are Linux's, where they do not say otherwise. All return -1 on failure. */
interface LibC extends Library {

    /** Of the process itself: the JVM has loaded it, so no library is looked for. */
    LibC C = Native.load(LibC.class);

    int O_RDONLY = 0;
    int O_RDWR = 2;
    int O_CLOEXEC = 0x80000;

    int SEEK_END = 2;
    int SEEK_DATA = 3;
    int SEEK_HOLE = 4;

    int ENXIO = 6;
    int ENOTTY = 25;
    int EOPNOTSUPP = 95;

    /** {@code _IOW(0x94, 13, struct file_clone_range)}, see ioctl_ficlonerange(2). */
    long FICLONERANGE = 0x4020940DL;

    /** Size of {@code struct file_clone_range}: s64 src_fd, u64 src_offset, u64 src_length, u64 dest_offset. */
    int FILE_CLONE_RANGE_LENGTH = 32;

    int STDERR = 2;

    /** See ioctl_tty(2). */
    long TIOCGWINSZ_LINUX = 0x5413;

    /** {@code _IOR('t', 104, struct winsize)}, on macOS and the BSDs. */
    long TIOCGWINSZ_ELSEWHERE = 0x40087468L;

    int WINSIZE_LENGTH = 8;

    int open(byte[] path, int flags, Object... mode);

    int close(int fd);

    /** Takes 64-bit offsets on 32-bit systems too. */
    long lseek64(int fd, long offset, int whence);

    int ioctl(int fd, NativeLong request, Object... argument);

    /** The path as the system spells it, with the zero byte that ends it. */
    static byte[] bytes(Path path) {
        return Native.toByteArray(path.toAbsolutePath().toString(), System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
