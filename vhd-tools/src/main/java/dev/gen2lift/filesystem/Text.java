package dev.gen2lift.filesystem;

import java.nio.charset.StandardCharsets;

/** Labels as superblocks keep them: a fixed number of bytes, filled up with NULs. */
public final class Text {

    private Text() {}

    /** UTF-8 up to the first NUL; what is not UTF-8 becomes U+FFFD. */
    public static String utf8(byte[] field) {
        int length = 0;
        while (length < field.length && field[length] != 0) {
            length++;
        }
        return new String(field, 0, length, StandardCharsets.UTF_8);
    }
}
