package dev.gen2lift.testimages.fat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The 32-byte entries of one directory (FAT specification, section 6 and 7). */
final class DirectoryEntries {

    static final int LENGTH = 32;

    private static final int LABEL = 0x08;
    private static final int DIRECTORY = 0x10;
    private static final int ARCHIVE = 0x20;
    private static final int LONG_NAME = 0x0F;

    /** 2026-01-01, 12:00. */
    private static final short DATE = (short) ((2026 - 1980) << 9 | 1 << 5 | 1);

    private static final short TIME = (short) (12 << 11);

    private final ByteBuffer bytes;
    private final Set<String> taken = new HashSet<>();

    DirectoryEntries(int length) {
        this.bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] bytes() {
        return bytes.array();
    }

    void label(byte[] eleven) {
        entry(eleven, LABEL, 0, 0);
    }

    /** "." and "..", the parent given by its cluster, 0 for the root. */
    void selfAndParent(int self, int parent) {
        entry(".          ".getBytes(StandardCharsets.US_ASCII), DIRECTORY, self, 0);
        entry("..         ".getBytes(StandardCharsets.US_ASCII), DIRECTORY, parent, 0);
    }

    void file(String name, int cluster, int size) {
        named(name, ARCHIVE, cluster, size);
    }

    void directory(String name, int cluster) {
        named(name, DIRECTORY, cluster, 0);
    }

    private void named(String name, int attributes, int cluster, int size) {
        int longEntries = ShortName.longEntries(name);
        byte[] eleven = ShortName.of(name, taken);
        for (int order = longEntries; order > 0; order--) {
            longName(name, order, order == longEntries, ShortName.checksum(eleven));
        }
        entry(eleven, attributes, cluster, size);
    }

    /** One piece of a long name; the last piece comes first on disk. */
    private void longName(String name, int order, boolean last, byte checksum) {
        char[] units = new char[ShortName.UNITS];
        Arrays.fill(units, '\uFFFF');
        int from = (order - 1) * ShortName.UNITS;
        int count = Math.min(ShortName.UNITS, name.length() - from);
        name.getChars(from, from + count, units, 0);
        if (count < ShortName.UNITS) {
            units[count] = 0;
        }
        bytes.put((byte) (last ? order | 0x40 : order));
        units(units, 0, 5);
        bytes.put((byte) LONG_NAME).put((byte) 0).put(checksum);
        units(units, 5, 11);
        bytes.putShort((short) 0);
        units(units, 11, 13);
    }

    private void units(char[] units, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes.putChar(units[i]);
        }
    }

    private void entry(byte[] eleven, int attributes, int cluster, int size) {
        bytes.put(eleven)
                .put((byte) attributes)
                .put((byte) 0)
                .put((byte) 0)
                .putShort(TIME)
                .putShort(DATE)
                .putShort(DATE)
                .putShort((short) (cluster >>> 16))
                .putShort(TIME)
                .putShort(DATE)
                .putShort((short) cluster)
                .putInt(size);
    }
}
