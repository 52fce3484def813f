package dev.gen2lift.guest.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Archives of empty files, as an initramfs has them. */
final class Cpio {

    private Cpio() {}

    static byte[] archive(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : names) {
            entry(out, name);
        }
        entry(out, "TRAILER!!!");
        return out.toByteArray();
    }

    private static void entry(ByteArrayOutputStream out, String name) {
        String header = String.format("070701%08X%08X", 1, 0x81A4)
                + "0".repeat(72)
                + String.format("%08X", name.length() + 1)
                + "0".repeat(8);
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        do {
            out.write(0);
        } while (out.size() % 4 != 0);
    }
}
