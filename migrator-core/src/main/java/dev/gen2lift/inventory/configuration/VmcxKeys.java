package dev.gen2lift.inventory.configuration;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The key tables of a {@code .vmcx} file, and the tree that their entries make by naming their parents. */
final class VmcxKeys {

    /** Entries in all tables together; a real file has some hundreds. */
    static final int MAX_ENTRIES = 200_000;

    /** Levels of the tree; real ones have fewer than ten. */
    static final int MAX_DEPTH = 64;

    /** Bytes of all values that lie outside of the tables. */
    static final int MAX_STORED_BYTES = 16 << 20;

    private static final int SIGNATURE = 2;
    private static final int TABLE_HEADER = 10;
    private static final int ENTRY_HEADER = 21;
    private static final int TYPE_FREE = 1;
    private static final int TYPE_INT64 = 3;
    private static final int TYPE_UINT64 = 4;
    private static final int TYPE_STRING = 6;
    private static final int TYPE_BYTES = 7;
    private static final int TYPE_BOOL = 8;
    private static final int FLAG_STORED_OUTSIDE = 0x100;

    private record Key(int table, int offset) {}

    private record Entry(String name, Key parent, @Nullable Object value, long at) {}

    private record Table(int sequence, Map<Integer, Entry> entries) {}

    private final String file;
    private final byte[] bytes;
    private final Map<Integer, Table> tables = new TreeMap<>();
    private int count;
    private long stored;
    private long tabled;

    VmcxKeys(String file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Reads a table; of two of one number the later one counts. */
    void add(int offset, int size) throws BadImageException {
        BinaryCursor table = BinaryCursor.of(file, "VMCX file", 0, bytes, ByteOrder.LITTLE_ENDIAN)
                .slice("VMCX key table", offset, size);
        tabled += size;
        if (tabled > bytes.length) {
            throw table.corrupt(0, "the key tables together are longer than the file");
        }
        if (size < TABLE_HEADER || table.u16() != SIGNATURE) {
            throw table.corrupt(0, "bad signature");
        }
        int number = table.u16();
        int sequence = table.u16();
        long checksum = table.u32();
        if (checksum != VmcxHeader.checksum(table.at(0).bytes(TABLE_HEADER), 6)) {
            throw table.corrupt(6, "bad checksum");
        }
        Table other = tables.get(number);
        if (other == null || (short) (sequence - other.sequence) > 0) {
            tables.put(number, new Table(sequence, entries(table)));
        }
    }

    private Map<Integer, Entry> entries(BinaryCursor table) throws BadImageException {
        Map<Integer, Entry> entries = new TreeMap<>();
        int at = TABLE_HEADER;
        while (at <= table.length() - ENTRY_HEADER) {
            int type = table.at(at).u16();
            long size = table.u32();
            if (size == 0) {
                break;
            }
            if (size < ENTRY_HEADER || size > table.length() - at) {
                throw table.corrupt(at, "an entry of " + size + " bytes leaves the table");
            }
            if (++count > MAX_ENTRIES) {
                throw table.limit(at, "more than " + MAX_ENTRIES + " entries");
            }
            if ((type & 0xff) != TYPE_FREE) {
                entries.put(at, entry(table.slice("VMCX key", at, (int) size), type));
            }
            at += (int) size;
        }
        return entries;
    }

    private Entry entry(BinaryCursor entry, int type) throws BadImageException {
        entry.at(6);
        int parentTable = entry.u16();
        int parentOffset = (int) Math.min(entry.u32(), Integer.MAX_VALUE);
        int nameLength = entry.at(ENTRY_HEADER - 1).u8();
        String name = new String(entry.bytes(nameLength), StandardCharsets.UTF_8);
        int end = name.indexOf('\0');
        Object value = (type & FLAG_STORED_OUTSIDE) == 0
                ? value(entry, type)
                : value(outside(entry), type & ~FLAG_STORED_OUTSIDE);
        return new Entry(
                end < 0 ? name : name.substring(0, end), new Key(parentTable, parentOffset), value, entry.offsetOf(0));
    }

    /** A value that the entry only points to: its length and its offset in the file. Strings have no length of their own there. */
    private BinaryCursor outside(BinaryCursor entry) throws BadImageException {
        long length = entry.u32();
        long offset = entry.u64();
        stored += length;
        if (stored > MAX_STORED_BYTES) {
            throw entry.limit(0, "more than " + MAX_STORED_BYTES + " bytes of values outside of the tables");
        }
        if (offset < 0 || offset > bytes.length - length) {
            throw entry.truncated(0, "its value leaves the file");
        }
        byte[] prefixed = new byte[(int) length + 4];
        ByteBuffer.wrap(prefixed).order(ByteOrder.LITTLE_ENDIAN).putInt((int) length);
        System.arraycopy(bytes, (int) offset, prefixed, 4, (int) length);
        return BinaryCursor.of(file, "VMCX value", offset, prefixed, ByteOrder.LITTLE_ENDIAN);
    }

    private static @Nullable Object value(BinaryCursor at, int type) throws BadImageException {
        return switch (type) {
            case TYPE_INT64, TYPE_UINT64 -> at.u64();
            case TYPE_BOOL -> at.u32() != 0;
            case TYPE_STRING -> at.utf16le(length(at));
            case TYPE_BYTES -> at.bytes(length(at));
            default -> null;
        };
    }

    private static int length(BinaryCursor at) throws BadImageException {
        long length = at.u32();
        if (length > at.length() - at.position()) {
            throw at.corrupt(at.position() - 4, "a value of " + length + " bytes leaves its entry");
        }
        return (int) length;
    }

    /** @throws BadImageException CORRUPT where an entry's parents do not lead to the root */
    Settings tree() throws BadImageException {
        Settings root = new Settings("");
        Map<Key, Settings> placed = new HashMap<>();
        // in the order of the file, so that the same file always gives the same tree
        for (Map.Entry<Integer, Table> table : tables.entrySet()) {
            for (int offset : table.getValue().entries.keySet()) {
                place(new Key(table.getKey(), offset), root, placed);
            }
        }
        return root;
    }

    private void place(Key key, Settings root, Map<Key, Settings> placed) throws BadImageException {
        List<Entry> path = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        Settings node = null;
        for (Key at = key; node == null; ) {
            node = placed.get(at);
            if (node != null) {
                break;
            }
            Table table = tables.get(at.table);
            Entry entry = table == null ? null : table.entries.get(at.offset);
            if (entry == null) {
                if (at.table != 0) {
                    throw damaged(path, "its parent does not exist");
                }
                node = root;
                break;
            }
            if (!seen.add(at)) {
                throw damaged(path, "it is among its own parents");
            }
            if (seen.size() > MAX_DEPTH) {
                throw damaged(path, "more than " + MAX_DEPTH + " levels");
            }
            path.add(entry);
            keys.add(at);
            at = entry.parent;
        }
        for (int i = path.size() - 1; i >= 0; i--) {
            node = node.child(path.get(i).name);
            Object value = path.get(i).value;
            if (value != null) {
                node.set(value);
            }
            placed.put(keys.get(i), node);
        }
    }

    private BadImageException damaged(List<Entry> path, String reason) {
        long at = path.isEmpty() ? 0 : path.get(path.size() - 1).at;
        return new BadImageException(BadImageException.Kind.CORRUPT, file, "VMCX key", at, reason);
    }
}
