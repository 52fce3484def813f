package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.initramfs.Unpacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whether a signature is appended to a kernel module (Linux, Documentation/admin-guide/module-signing.rst). */
final class ModuleSignature {

    private static final byte[] TRAILER = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);

    private ModuleSignature() {}

    /** @throws dev.gen2lift.disk.BadImageException where a packed module cannot be unpacked */
    static boolean isPresent(ByteSource module) throws IOException {
        if (module.size() < TRAILER.length) {
            return false;
        }
        byte[] end = Unpacked.isPacked(module) ? Unpacked.end(module, TRAILER.length) : plainEnd(module);
        return Arrays.equals(end, TRAILER);
    }

    private static byte[] plainEnd(ByteSource module) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(TRAILER.length);
        module.read(module.size() - TRAILER.length, end);
        return end.array();
    }
}
