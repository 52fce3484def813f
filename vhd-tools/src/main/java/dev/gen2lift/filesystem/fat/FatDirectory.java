package dev.gen2lift.filesystem.fat;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The entries of a FAT directory (FAT specification 1.03, 6 and 7): short names, and the long names in front of them.
 */
final class FatDirectory {

    static final String STRUCTURE = "FAT directory";

    /** The specification's bound: 65,536 entries. */
    static final int MAX_SIZE = 65_536 * 32;

    private static final int ENTRY_SIZE = 32;
    private static final int FREE = 0xE5;
    private static final int END = 0;

    private static final int ATTRIBUTE_VOLUME = 0x08;
    private static final int ATTRIBUTE_DIRECTORY = 0x10;
    private static final int ATTRIBUTE_LONG_NAME = 0x0F;

    /** Short names are in the code page of whoever wrote them, which no volume states; this one is the usual default. */
    private static final Charset CODE_PAGE =
            Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;

    private final List<FileEntry> entries = new ArrayList<>();
    private Optional<String> label = Optional.empty();

    private FatDirectory() {}

    /** The directory's entries without itself and its parent. */
    List<FileEntry> entries() {
        return List.copyOf(entries);
    }

    /** The volume label, which a root directory may hold. */
    Optional<String> label() {
        return label;
    }

    /** Parses a whole directory; deleted entries and long names that belong to none are passed over. */
    static FatDirectory read(BinaryCursor bytes, FileSystemType type) throws IOException {
        FatDirectory directory = new FatDirectory();
        LongName longName = new LongName();
        for (int at = 0; at + ENTRY_SIZE <= bytes.length(); at += ENTRY_SIZE) {
            int first = bytes.at(at).u8();
            if (first == END) {
                break;
            }
            int attributes = bytes.at(at + 11).u8();
            if (first == FREE) {
                longName.forget();
            } else if ((attributes & 0x3F) == ATTRIBUTE_LONG_NAME) {
                longName.add(bytes, at);
            } else {
                directory.add(bytes, at, attributes, type, longName);
                longName.forget();
            }
        }
        return directory;
    }

    private void add(BinaryCursor bytes, int at, int attributes, FileSystemType type, LongName longName)
            throws IOException {
        byte[] shortName = bytes.at(at).bytes(11);
        if ((attributes & ATTRIBUTE_VOLUME) != 0) {
            if (label.isEmpty()) {
                label = Optional.of(new String(shortName, CODE_PAGE).stripTrailing());
            }
            return;
        }
        if (shortName[0] == '.') {
            return;
        }
        int nameCase = bytes.at(at + 12).u8();
        // The high half is FAT32's only; other systems keep something else there.
        int high = type == FileSystemType.FAT32 ? bytes.at(at + 20).u16() : 0;
        int low = bytes.at(at + 26).u16();
        long size = bytes.u32();
        boolean folder = (attributes & ATTRIBUTE_DIRECTORY) != 0;
        entries.add(new FileEntry(
                longName.of(shortName).orElseGet(() -> shortName(shortName, nameCase)),
                folder ? FileEntry.Kind.DIRECTORY : FileEntry.Kind.FILE,
                folder ? 0 : size,
                (long) high << 16 | low));
    }

    /** "NAME    EXT" as "NAME.EXT"; Windows NT keeps in two bits whether either part was in lower case. */
    private static String shortName(byte[] stored, int nameCase) {
        byte[] raw = stored.clone();
        if (raw[0] == 0x05) {
            raw[0] = (byte) FREE;
        }
        String name = new String(raw, 0, 8, CODE_PAGE).stripTrailing();
        String extension = new String(raw, 8, 3, CODE_PAGE).stripTrailing();
        name = (nameCase & 0x08) != 0 ? name.toLowerCase(Locale.ROOT) : name;
        extension = (nameCase & 0x10) != 0 ? extension.toLowerCase(Locale.ROOT) : extension;
        return extension.isEmpty() ? name : name + "." + extension;
    }

    /** Puts a long name together from the entries in front of a short one, which come last part first (7.1). */
    private static final class LongName {

        private static final int PART = 13;
        private static final int MAX_PARTS = 20;
        private static final int LAST_PART = 0x40;

        private final char[] text = new char[PART * MAX_PARTS];
        private int missing = -1;
        private int checksum;

        void forget() {
            missing = -1;
        }

        void add(BinaryCursor bytes, int at) throws IOException {
            int order = bytes.at(at).u8();
            int sum = bytes.at(at + 13).u8();
            int part = order & ~LAST_PART;
            if ((order & LAST_PART) != 0 && part >= 1 && part <= MAX_PARTS) {
                Arrays.fill(text, '\0');
                checksum = sum;
            } else if (part != missing || part < 1 || sum != checksum) {
                forget();
                return;
            }
            missing = part - 1;
            int to = missing * PART;
            bytes.at(at + 1);
            for (int i = 0; i < PART; i++) {
                if (i == 5) {
                    bytes.at(at + 14);
                } else if (i == 11) {
                    bytes.at(at + 28);
                }
                text[to + i] = (char) bytes.u16();
            }
        }

        /** The name, if all of its parts came and belong to this short name. */
        Optional<String> of(byte[] shortName) {
            int sum = 0;
            for (byte unit : shortName) {
                sum = ((sum & 1) << 7) + (sum >> 1) + Byte.toUnsignedInt(unit) & 0xFF;
            }
            if (missing != 0 || sum != checksum) {
                return Optional.empty();
            }
            int length = 0;
            while (length < text.length && text[length] != 0) {
                length++;
            }
            return length == 0 ? Optional.empty() : Optional.of(new String(text, 0, length));
        }
    }
}
