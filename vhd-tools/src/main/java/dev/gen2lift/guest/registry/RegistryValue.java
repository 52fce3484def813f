package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A value of a {@link RegistryKey} ("Key value"); its data is read when it is asked for. All texts are hostile. */
public final class RegistryValue {

    public static final int SZ = 1;
    public static final int EXPAND_SZ = 2;
    public static final int BINARY = 3;
    public static final int DWORD = 4;
    public static final int DWORD_BIG_ENDIAN = 5;
    public static final int LINK = 6;
    public static final int MULTI_SZ = 7;
    public static final int QWORD = 11;

    /** Bytes of data; Windows itself asks that values stay below. */
    static final int MAX_DATA = 1 << 20;

    private static final String STRUCTURE = "registry value";
    private static final String DATA = "registry value data";

    private static final int SIGNATURE = 'v' | 'k' << 8;
    private static final int FLAG_LATIN_1 = 1;
    private static final int NAME = 20;

    /** Bytes; Windows allows 16,383 characters. */
    private static final int MAX_NAME = 0x7FFF;

    private static final long INLINE = 0x8000_0000L;
    private static final int DATA_FIELD = 8;

    private final HiveCells cells;
    private final BinaryCursor node;
    private final String name;
    private final long type;
    private final long size;
    private final long dataCell;

    private RegistryValue(HiveCells cells, BinaryCursor node) throws BadImageException {
        this.cells = cells;
        this.node = node;
        if (node.u16() != SIGNATURE) {
            throw node.corrupt(0, "no signature vk");
        }
        int nameLength = node.u16();
        this.size = node.u32();
        this.dataCell = node.u32();
        this.type = node.u32();
        int flags = node.u16();
        this.name = new String(
                node.at(NAME).bytes(nameLength),
                (flags & FLAG_LATIN_1) != 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    }

    static RegistryValue read(HiveCells cells, long offset) throws IOException {
        return new RegistryValue(cells, cells.read(offset, STRUCTURE, NAME + MAX_NAME));
    }

    /** Empty for the key's default value. */
    public String name() {
        return name;
    }

    /** What the data is, as stored: one of the constants, or any other number. */
    public long type() {
        return type;
    }

    /**
     * The data as stored.
     *
     * @throws BadImageException LIMIT where it is longer than 1 MiB
     */
    public byte[] bytes() throws IOException {
        if ((size & INLINE) != 0) {
            long length = size & ~INLINE;
            if (length > 4) {
                throw node.corrupt(4, length + " bytes of data in place of an offset");
            }
            return node.at(DATA_FIELD).bytes((int) length);
        }
        if (size > MAX_DATA) {
            throw node.limit(4, size + " bytes of data");
        }
        if (size == 0) {
            return new byte[0];
        }
        int length = (int) size;
        BinaryCursor cell = cells.read(dataCell, DATA, length);
        if (cell.length() >= length) {
            return cell.bytes(length);
        }
        return BigData.read(cells, cell, length);
    }

    /**
     * A number of 32 or 64 bits, the former without a sign.
     *
     * @throws BadImageException UNSUPPORTED where the value is of another type
     */
    public long number() throws IOException {
        byte[] bytes = bytes();
        ByteBuffer data = ByteBuffer.wrap(bytes);
        if (type == DWORD && bytes.length == 4) {
            return Integer.toUnsignedLong(data.order(ByteOrder.LITTLE_ENDIAN).getInt());
        }
        if (type == DWORD_BIG_ENDIAN && bytes.length == 4) {
            return Integer.toUnsignedLong(data.getInt());
        }
        if (type == QWORD && bytes.length == 8) {
            return data.order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
        throw isNo("number", bytes.length);
    }

    /**
     * A text, up to its first NUL; variables in it are not replaced.
     *
     * @throws BadImageException UNSUPPORTED where the value is of another type
     */
    public String text() throws IOException {
        byte[] bytes = bytes();
        if (type != SZ && type != EXPAND_SZ && type != LINK) {
            throw isNo("text", bytes.length);
        }
        String all = utf16(bytes);
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }

    /**
     * A list of texts, those that are empty included, but not the ones at its end.
     *
     * @throws BadImageException UNSUPPORTED where the value is of another type
     */
    public List<String> texts() throws IOException {
        byte[] bytes = bytes();
        if (type != MULTI_SZ) {
            throw isNo("list of texts", bytes.length);
        }
        List<String> texts = new ArrayList<>(List.of(utf16(bytes).split("\0", -1)));
        while (!texts.isEmpty() && texts.get(texts.size() - 1).isEmpty()) {
            texts.remove(texts.size() - 1);
        }
        return List.copyOf(texts);
    }

    private static String utf16(byte[] bytes) {
        // An odd byte at the end is half a character of nothing.
        return new String(bytes, 0, bytes.length & ~1, StandardCharsets.UTF_16LE);
    }

    private BadImageException isNo(String what, int length) {
        return node.unsupported(12, "is of type " + type + " with " + length + " bytes, no " + what);
    }

    @Override
    public String toString() {
        return name;
    }
}
