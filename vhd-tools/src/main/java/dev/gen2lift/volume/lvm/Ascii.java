package dev.gen2lift.volume.lvm;

import java.nio.charset.StandardCharsets;

/** The marks that LVM2 writes. */
final class Ascii {

    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
