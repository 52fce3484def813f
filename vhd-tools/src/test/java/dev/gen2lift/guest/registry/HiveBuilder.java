package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.volume.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes hives with every structure that the format has; hivex is the judge of what it writes. */
public final class HiveBuilder {

    /** How subkeys are listed. */
    public enum Lists {
        LF,
        LH,
        LI,
        RI
    }

    private static final int NONE = -1;
    private static final int BIN_HEADER = 32;
    private static final int MAX_CELL_DATA = 16344;
    private static final long TIME = 133_000_000_000_000_000L;

    private final Map<String, Key> keys = new TreeMap<>(Comparator.comparing(path -> path.toUpperCase(Locale.ROOT)));
    private final Key root = new Key("ROOT");
    private Lists lists = Lists.LH;
    private int minorVersion = 5;
    private int sequence = 7;
    private long time = TIME;

    private static final class Key {
        private final String name;
        private final List<Value> values = new ArrayList<>();
        private final List<Key> subkeys = new ArrayList<>();
        private String className = "";

        Key(String name) {
            this.name = name;
        }
    }

    private record Value(String name, int type, byte[] data) {}

    public HiveBuilder() {
        keys.put("", root);
    }

    public HiveBuilder lists(Lists how) {
        lists = how;
        return this;
    }

    public HiveBuilder minorVersion(int version) {
        minorVersion = version;
        return this;
    }

    /** What the base block says of the last write. */
    public HiveBuilder written(int sequenceNumber, long filetime) {
        sequence = sequenceNumber;
        time = filetime;
        return this;
    }

    /** A key with all that lead to it. */
    public HiveBuilder key(String path) {
        create(path);
        return this;
    }

    public HiveBuilder className(String path, String text) {
        create(path).className = text;
        return this;
    }

    public HiveBuilder value(String path, String name, int type, byte[] data) {
        Key key = create(path);
        key.values.removeIf(value -> value.name.equalsIgnoreCase(name));
        key.values.add(new Value(name, type, data));
        return this;
    }

    public HiveBuilder dword(String path, String name, long number) {
        return value(
                path,
                name,
                4,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) number)
                        .array());
    }

    public HiveBuilder qword(String path, String name, long number) {
        return value(
                path,
                name,
                11,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array());
    }

    public HiveBuilder text(String path, String name, String text) {
        return value(path, name, 1, utf16(text + "\0"));
    }

    public HiveBuilder expandable(String path, String name, String text) {
        return value(path, name, 2, utf16(text + "\0"));
    }

    public HiveBuilder texts(String path, String name, String... texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(text).append('\0');
        }
        return value(path, name, 7, utf16(all.append('\0').toString()));
    }

    public HiveBuilder remove(String path, String name) {
        create(path).values.removeIf(value -> value.name.equalsIgnoreCase(name));
        return this;
    }

    /** Takes a key away, with all below it. */
    public HiveBuilder removeKey(String path) {
        Key key = create(path);
        create(parent(path)).subkeys.remove(key);
        String upper = path.toUpperCase(Locale.ROOT);
        keys.keySet().removeIf(each -> {
            String other = each.toUpperCase(Locale.ROOT);
            return other.equals(upper) || other.startsWith(upper + "\\");
        });
        return this;
    }

    private static String parent(String path) {
        int cut = path.lastIndexOf('\\');
        return cut < 0 ? "" : path.substring(0, cut);
    }

    private Key create(String path) {
        Key key = keys.get(path);
        if (key == null) {
            key = new Key(path.substring(path.lastIndexOf('\\') + 1));
            create(parent(path)).subkeys.add(key);
            keys.put(path, key);
        }
        return key;
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    public ByteSource source() {
        return MemoryDisk.of(build());
    }

    public byte[] build() {
        Cells cells = new Cells();
        int rootCell = node(cells, root, NONE);
        byte[] bins = cells.bins();
        ByteBuffer hive = ByteBuffer.allocate(4096 + bins.length).order(ByteOrder.LITTLE_ENDIAN);
        hive.put("regf".getBytes(StandardCharsets.US_ASCII))
                .putInt(sequence)
                .putInt(sequence)
                .putLong(time);
        hive.putInt(1)
                .putInt(minorVersion)
                .putInt(0)
                .putInt(1)
                .putInt(rootCell)
                .putInt(bins.length)
                .putInt(1);
        hive.put(4096, bins);
        checksum(hive);
        return hive.array();
    }

    /** Makes the base block's checksum right. */
    static void checksum(ByteBuffer hive) {
        int sum = 0;
        for (int at = 0; at < 508; at += 4) {
            sum ^= hive.getInt(at);
        }
        hive.putInt(508, sum == 0 ? 1 : sum == -1 ? -2 : sum);
    }

    private int node(Cells cells, Key key, int parent) {
        byte[] name = name(key.name);
        ByteBuffer node = buffer(76 + name.length);
        int offset = cells.add(node);
        List<Key> subkeys = key.subkeys.stream()
                .sorted(Comparator.comparing(subkey -> subkey.name.toUpperCase(Locale.ROOT)))
                .toList();
        List<Integer> offsets = new ArrayList<>();
        for (Key subkey : subkeys) {
            offsets.add(node(cells, subkey, offset));
        }
        byte[] className = utf16(key.className);
        node.putShort(0, (short) ('n' | 'k' << 8));
        node.putShort(2, (short) ((latin(key.name) ? 0x20 : 0) | (parent == NONE ? 0x0C : 0)));
        node.putLong(4, time);
        node.putInt(16, parent);
        node.putInt(20, subkeys.size());
        node.putInt(28, subkeys.isEmpty() ? NONE : subkeyList(cells, subkeys, offsets));
        node.putInt(32, NONE);
        node.putInt(36, key.values.size());
        node.putInt(40, key.values.isEmpty() ? NONE : valueList(cells, key.values));
        node.putInt(44, NONE);
        node.putInt(48, className.length == 0 ? NONE : cells.add(ByteBuffer.wrap(className)));
        node.putInt(64, 1 << 20);
        node.putShort(72, (short) name.length);
        node.putShort(74, (short) className.length);
        node.put(76, name);
        cells.set(offset, node);
        return offset;
    }

    private int subkeyList(Cells cells, List<Key> subkeys, List<Integer> offsets) {
        if (lists != Lists.RI) {
            return cells.add(leaf(subkeys, offsets, lists));
        }
        List<Integer> leaves = new ArrayList<>();
        for (int i = 0; i < subkeys.size(); i += 2) {
            int end = Math.min(subkeys.size(), i + 2);
            leaves.add(cells.add(leaf(subkeys.subList(i, end), offsets.subList(i, end), Lists.LH)));
        }
        ByteBuffer root = buffer(4 + 4 * leaves.size());
        root.put((byte) 'r').put((byte) 'i').putShort((short) leaves.size());
        leaves.forEach(root::putInt);
        return cells.add(root);
    }

    private static ByteBuffer leaf(List<Key> subkeys, List<Integer> offsets, Lists how) {
        ByteBuffer leaf = buffer(4 + (how == Lists.LI ? 4 : 8) * subkeys.size());
        leaf.put(how.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        leaf.putShort((short) subkeys.size());
        for (int i = 0; i < subkeys.size(); i++) {
            leaf.putInt(offsets.get(i));
            String name = subkeys.get(i).name;
            if (how == Lists.LF) {
                byte[] hint = new byte[4];
                byte[] bytes = name(name);
                System.arraycopy(bytes, 0, hint, 0, latin(name) ? Math.min(4, bytes.length) : 0);
                leaf.put(hint);
            } else if (how == Lists.LH) {
                int hash = 0;
                for (char c : name.toUpperCase(Locale.ROOT).toCharArray()) {
                    hash = hash * 37 + c;
                }
                leaf.putInt(hash);
            }
        }
        return leaf;
    }

    private int valueList(Cells cells, List<Value> values) {
        ByteBuffer list = buffer(4 * values.size());
        for (Value value : values) {
            byte[] name = name(value.name);
            ByteBuffer node = buffer(20 + name.length);
            node.put((byte) 'v').put((byte) 'k').putShort((short) name.length);
            if (value.data.length <= 4) {
                byte[] inline = new byte[4];
                System.arraycopy(value.data, 0, inline, 0, value.data.length);
                node.putInt(value.data.length | 1 << 31).put(inline);
            } else {
                node.putInt(value.data.length).putInt(data(cells, value.data));
            }
            node.putInt(value.type).putShort((short) (latin(value.name) ? 1 : 0));
            node.put(20, name);
            list.putInt(cells.add(node));
        }
        return cells.add(list);
    }

    private int data(Cells cells, byte[] data) {
        if (data.length <= MAX_CELL_DATA || minorVersion < 4) {
            return cells.add(ByteBuffer.wrap(data));
        }
        int count = (data.length + MAX_CELL_DATA - 1) / MAX_CELL_DATA;
        ByteBuffer list = buffer(4 * count);
        for (int at = 0; at < data.length; at += MAX_CELL_DATA) {
            // Windows leaves four bytes more in each segment than it fills.
            ByteBuffer segment = buffer(MAX_CELL_DATA + 4);
            segment.put(0, data, at, Math.min(MAX_CELL_DATA, data.length - at));
            list.putInt(cells.add(segment));
        }
        ByteBuffer record = buffer(8);
        record.put((byte) 'd').put((byte) 'b').putShort((short) count).putInt(cells.add(list));
        return cells.add(record);
    }

    private static boolean latin(String name) {
        return name.chars().allMatch(c -> c < 0x100);
    }

    private static byte[] name(String name) {
        return latin(name) ? name.getBytes(StandardCharsets.ISO_8859_1) : utf16(name);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bins of 4096 bytes, larger ones for what does not fit. */
    private static final class Cells {
        private ByteBuffer bins = buffer(1 << 16);
        private int bin;
        private int binEnd;
        private int free;

        int add(ByteBuffer content) {
            int size = 4 + content.capacity() + 7 & ~7;
            if (binEnd - free < size) {
                close();
                bin = binEnd;
                int length = BIN_HEADER + size + 4095 & ~4095;
                while (bins.capacity() < bin + length) {
                    bins = buffer(bins.capacity() * 2).put(0, bins, 0, bins.capacity());
                }
                binEnd = bin + length;
                free = bin + BIN_HEADER;
                bins.put(bin, "hbin".getBytes(StandardCharsets.US_ASCII));
                bins.putInt(bin + 4, bin).putInt(bin + 8, length).putLong(bin + 20, TIME);
            }
            int offset = free;
            bins.putInt(offset, -size);
            bins.put(offset + 4, content, 0, content.capacity());
            free += size;
            return offset;
        }

        void set(int offset, ByteBuffer content) {
            bins.put(offset + 4, content, 0, content.capacity());
        }

        private void close() {
            if (free < binEnd) {
                bins.putInt(free, binEnd - free);
            }
        }

        byte[] bins() {
            close();
            byte[] all = new byte[binEnd];
            bins.get(0, all);
            return all;
        }
    }
}
