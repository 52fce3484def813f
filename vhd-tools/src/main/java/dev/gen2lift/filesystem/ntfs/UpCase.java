package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The volume's own table of upper-case letters ($UpCase), by which its folders are ordered: one for each UTF-16 unit.
 * Its parts are read when a name needs them; a part that cannot be read counts as Unicode has it.
 */
final class UpCase {

    private static final int PART = 2048;

    private final @Nullable FileData table;
    private final char[][] parts = new char[(Character.MAX_VALUE + 1) / PART][];

    /** @param table where null, letters are as Unicode has them */
    UpCase(@Nullable FileData table) {
        this.table = table;
    }

    char of(char letter) throws IOException {
        int part = letter / PART;
        if (parts[part] == null) {
            parts[part] = load(part);
        }
        return parts[part][letter % PART];
    }

    private char[] load(int part) throws IOException {
        char[] letters = new char[PART];
        ByteBuffer bytes = ByteBuffer.allocate(2 * PART).order(ByteOrder.LITTLE_ENDIAN);
        if (table != null) {
            try {
                table.read((long) part * 2 * PART, bytes);
                bytes.flip().asCharBuffer().get(letters);
                return letters;
            } catch (BadImageException e) {
                // Names in other scripts may be missed in damaged folders; that is better than to read no folder.
            }
        }
        for (int i = 0; i < PART; i++) {
            letters[i] = Character.toUpperCase((char) (part * PART + i));
        }
        return letters;
    }

    /** Orders names as folders do: case aside. */
    int compare(String one, String other) throws IOException {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            int order = of(one.charAt(i)) - of(other.charAt(i));
            if (order != 0) {
                return order;
            }
        }
        return one.length() - other.length();
    }
}
