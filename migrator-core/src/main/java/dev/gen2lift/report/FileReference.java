package dev.gen2lift.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A file's path as a URI reference (RFC 3986): relative paths stay relative, so that a report names no machine. */
final class FileReference {

    private static final String UNRESERVED = "-._~/";

    private FileReference() {}

    static String of(String path) {
        String slashed = path.replace('\\', '/');
        if (slashed.startsWith("//")) {
            return "file:" + "//" + encoded(slashed.substring(2));
        }
        if (slashed.matches("[A-Za-z]:/(?s:.*)")) {
            return "file:///" + slashed.charAt(0) + ":" + encoded(slashed.substring(2));
        }
        return (slashed.startsWith("/") ? "file://" : "") + encoded(slashed);
    }

    /** Every byte that is not plain is encoded, a colon too: no path becomes a scheme. */
    private static String encoded(String path) {
        StringBuilder reference = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                reference.append(c);
            } else {
                reference.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return reference.toString();
    }
}
