package dev.gen2lift.rehearsal.blob;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** File names for blob names: readable where they can be, distinct always, and never a way out of the folder. */
final class FileNames {

    /** Under the 255 bytes that file systems allow. */
    private static final int MAX = 200;

    private FileNames() {}

    static String of(String blobName) {
        StringBuilder name = new StringBuilder();
        byte[] bytes = blobName.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.' && i > 0 && i < bytes.length - 1;
            if (plain) {
                name.append(c);
            } else {
                name.append(String.format("%%%02X", (int) c));
            }
        }
        if (name.length() <= MAX) {
            return name.toString();
        }
        return name.substring(0, MAX - 37) + "~" + UUID.nameUUIDFromBytes(bytes);
    }
}
