package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;

/** What the header of a kernel for x86 tells (Linux, Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header"). */
final class KernelImage {

    private static final int HEADER = 0x240;
    private static final int SIGNATURE = 0x202;
    private static final int VERSION_POINTER = 0x20E;
    private static final int MAX_VERSION = 200;

    private KernelImage() {}

    /** The version that the kernel was built as; empty where the file is no such kernel, or hides it. */
    static Optional<String> version(ByteSource file) throws IOException {
        if (file.size() < HEADER + MAX_VERSION) {
            return Optional.empty();
        }
        BinaryCursor header = BinaryCursor.read(file, "kernel header", 0, HEADER, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(SIGNATURE, new byte[] {'H', 'd', 'r', 'S'})) {
            return Optional.empty();
        }
        long at = header.at(VERSION_POINTER).u16() + 0x200L;
        if (at == 0x200 || at > file.size() - MAX_VERSION) {
            return Optional.empty();
        }
        String text = BinaryCursor.read(file, "kernel version", at, MAX_VERSION, ByteOrder.LITTLE_ENDIAN)
                .ascii(MAX_VERSION);
        String version = text.split("[\\x00 ]", 2)[0];
        return version.matches("[0-9][0-9A-Za-z.+~_-]*") ? Optional.of(version) : Optional.empty();
    }
}
