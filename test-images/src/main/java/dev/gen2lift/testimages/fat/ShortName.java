package dev.gen2lift.testimages.fat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The 8.3 name that every entry has (FAT specification, section 6 and 7). */
final class ShortName {

    /** UTF-16 units in one entry of a long name. */
    static final int UNITS = 13;

    private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'()-@^_`{}~";

    private ShortName() {}

    /** Entries that the long name takes besides the short one; 0 where the short name says it all. */
    static int longEntries(String name) {
        return fits(name) ? 0 : (name.length() + UNITS - 1) / UNITS;
    }

    /** The eleven bytes for {@code name}, different from all in {@code taken}, to which they are added. */
    static byte[] of(String name, Set<String> taken) {
        int dot = name.lastIndexOf('.');
        String base = clean(dot > 0 ? name.substring(0, dot) : name);
        String extension = clean(dot > 0 ? name.substring(dot + 1) : "");
        String eleven = pad(base, 8) + pad(extension, 3);
        for (int number = 1; !fits(name) || taken.contains(eleven); number++) {
            String tail = "~" + number;
            eleven = pad(base.substring(0, Math.min(base.length(), 8 - tail.length())) + tail, 8) + pad(extension, 3);
            if (!taken.contains(eleven)) {
                break;
            }
        }
        taken.add(eleven);
        return eleven.getBytes(StandardCharsets.US_ASCII);
    }

    /** What ties the entries of a long name to its short one. */
    static byte checksum(byte[] eleven) {
        int sum = 0;
        for (byte b : eleven) {
            sum = ((sum & 1) << 7) + (sum >> 1) + Byte.toUnsignedInt(b) & 0xFF;
        }
        return (byte) sum;
    }

    private static boolean fits(String name) {
        int dot = name.indexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        String extension = dot < 0 ? "" : name.substring(dot + 1);
        return !base.isEmpty()
                && base.length() <= 8
                && extension.length() <= 3
                && dot != name.length() - 1
                && clean(base).equals(base)
                && clean(extension).equals(extension);
    }

    private static String clean(String part) {
        StringBuilder out = new StringBuilder();
        for (char c : part.toUpperCase(Locale.ROOT).toCharArray()) {
            if (ALLOWED.indexOf(c) >= 0) {
                out.append(c);
            } else if (c != ' ' && c != '.') {
                out.append('_');
            }
        }
        return out.toString();
    }

    private static String pad(String part, int length) {
        char[] out = new char[length];
        Arrays.fill(out, ' ');
        part.getChars(0, Math.min(length, part.length()), out, 0);
        return new String(out);
    }
}
