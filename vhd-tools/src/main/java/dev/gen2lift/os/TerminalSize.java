package dev.gen2lift.os;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.util.Optional;

/**
 * How large the terminal is that standard error is written to.
 *
 * @param columns characters on a line, at least 1
 * @param rows lines, at least 1
 */
public record TerminalSize(int columns, int rows) {

    /** Asks the system; empty where standard error is no terminal, or none that takes control sequences. */
    public static Optional<TerminalSize> ofStandardError() {
        try {
            return OperatingSystem.CURRENT == OperatingSystem.WINDOWS ? windows() : posix();
        } catch (LinkageError e) {
            // No native library for this machine.
            return Optional.empty();
        }
    }

    /** {@code struct winsize}: u16 rows, u16 columns, and two more for pixels. */
    private static Optional<TerminalSize> posix() {
        long request =
                OperatingSystem.CURRENT == OperatingSystem.LINUX ? LibC.TIOCGWINSZ_LINUX : LibC.TIOCGWINSZ_ELSEWHERE;
        try (Memory size = new Memory(LibC.WINSIZE_LENGTH)) {
            if (LibC.C.ioctl(LibC.STDERR, new NativeLong(request, true), size) != 0) {
                return Optional.empty();
            }
            return of(Short.toUnsignedInt(size.getShort(2)), Short.toUnsignedInt(size.getShort(0)));
        }
    }

    /** Control sequences are off until a process asks for them. */
    private static Optional<TerminalSize> windows() {
        Pointer stderr = Kernel32.K.GetStdHandle(Kernel32.STD_ERROR_HANDLE);
        IntByReference mode = new IntByReference();
        if (!Kernel32.K.GetConsoleMode(stderr, mode)
                || !Kernel32.K.SetConsoleMode(stderr, mode.getValue() | Kernel32.ENABLE_VIRTUAL_TERMINAL_PROCESSING)) {
            return Optional.empty();
        }
        try (Memory info = new Memory(Kernel32.CONSOLE_SCREEN_BUFFER_INFO_LENGTH)) {
            if (!Kernel32.K.GetConsoleScreenBufferInfo(stderr, info)) {
                return Optional.empty();
            }
            // SMALL_RECT srWindow at byte 10: left, top, right, bottom, all inclusive.
            return of(info.getShort(14) - info.getShort(10) + 1, info.getShort(16) - info.getShort(12) + 1);
        }
    }

    /** Some terminals, and lines to serial ports, call themselves 0 x 0. */
    private static Optional<TerminalSize> of(int columns, int rows) {
        return columns < 1 || rows < 1 ? Optional.empty() : Optional.of(new TerminalSize(columns, rows));
    }
}
