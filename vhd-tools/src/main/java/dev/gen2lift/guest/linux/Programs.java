package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.guest.Architecture;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** For which processor the system's programs are: the machine field of the ELF header (ELF-64 object file format, 4). */
final class Programs {

    private static final int HEADER = 20;
    private static final int MACHINE = 18;

    /** Some of these every system has. */
    private static final List<String> CANDIDATES =
            List.of("/sbin/init", "/usr/lib/systemd/systemd", "/bin/bash", "/bin/sh", "/bin/busybox");

    private Programs() {}

    /** The architecture of the first program that tells it; empty where none does. */
    static Optional<Architecture> architecture(LinuxTree tree) throws IOException {
        for (String path : CANDIDATES) {
            try {
                Optional<Architecture> found = architecture(tree, path);
                if (found.isPresent()) {
                    return found;
                }
            } catch (BadImageException e) {
                // The next one may be readable.
            }
        }
        return Optional.empty();
    }

    private static Optional<Architecture> architecture(LinuxTree tree, String path) throws IOException {
        Optional<TreeFile> file = tree.find(path)
                .filter(found -> found.entry().isFile() && found.entry().size() >= HEADER);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        BinaryCursor header = BinaryCursor.read(file.get().content(), "ELF header", 0, HEADER, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(0, new byte[] {0x7F, 'E', 'L', 'F'})) {
            return Optional.empty();
        }
        return Optional.of(
                switch (header.at(MACHINE).u16()) {
                    case 62 -> Architecture.X64;
                    case 3 -> Architecture.X86;
                    case 183 -> Architecture.ARM64;
                    case 40 -> Architecture.ARM;
                    default -> Architecture.UNKNOWN;
                });
    }
}
