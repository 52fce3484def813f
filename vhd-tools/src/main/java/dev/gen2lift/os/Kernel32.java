package dev.gen2lift.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;
import org.jspecify.annotations.Nullable;

/** The few calls of Windows that the JDK does not make. */
interface Kernel32 extends StdCallLibrary {

    Kernel32 K = Native.load("kernel32", Kernel32.class);

    int GENERIC_READ = 0x80000000;
    int GENERIC_WRITE = 0x40000000;
    int FILE_SHARE_ALL = 7;
    int OPEN_EXISTING = 3;
    int FILE_ATTRIBUTE_NORMAL = 0x80;

    int ERROR_INVALID_FUNCTION = 1;
    int ERROR_NOT_SUPPORTED = 50;

    int FSCTL_DUPLICATE_EXTENTS_TO_FILE = 0x00098344;

    /**
     * Size of {@code DUPLICATE_EXTENTS_DATA}: HANDLE FileHandle, then at byte 8, 16 and 24 the LARGE_INTEGERs
     * SourceFileOffset, TargetFileOffset and ByteCount.
     */
    int DUPLICATE_EXTENTS_DATA_LENGTH = 32;

    int STD_ERROR_HANDLE = -12;
    int ENABLE_VIRTUAL_TERMINAL_PROCESSING = 4;
    int CONSOLE_SCREEN_BUFFER_INFO_LENGTH = 22;

    /** What {@link #CreateFileW} returns on failure. */
    Pointer INVALID_HANDLE_VALUE = Pointer.createConstant(-1);

    Pointer CreateFileW(
            WString name,
            int access,
            int shareMode,
            @Nullable Pointer security,
            int disposition,
            int flags,
            @Nullable Pointer template);

    boolean DeviceIoControl(
            Pointer file,
            int code,
            Pointer in,
            int inLength,
            @Nullable Pointer out,
            int outLength,
            IntByReference returned,
            @Nullable Pointer overlapped);

    Pointer GetStdHandle(int which);

    boolean GetConsoleMode(Pointer console, IntByReference mode);

    boolean SetConsoleMode(Pointer console, int mode);

    boolean GetConsoleScreenBufferInfo(Pointer console, Pointer info);

    boolean CloseHandle(Pointer handle);
}
