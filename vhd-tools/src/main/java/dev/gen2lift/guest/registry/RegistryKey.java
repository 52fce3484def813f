package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a {@link RegistryHive} ("Key node"). Names are hostile text and are compared without regard to case. Following
 * subkeys of subkeys without end is possible in a damaged hive: who does that keeps a limit.
 */
public final class RegistryKey {

    private static final String STRUCTURE = "registry key";
    private static final String VALUE_LIST = "registry value list";
    private static final String CLASS_NAME = "registry class name";

    private static final int SIGNATURE = 'n' | 'k' << 8;
    private static final int FLAG_LATIN_1 = 0x20;
    private static final int NAME = 76;

    /** Bytes; Windows allows 255 characters. */
    private static final int MAX_NAME = 1024;

    private static final int MAX_CLASS_NAME = 0xFFFF;

    /** Values of one key. */
    private static final int MAX_VALUES = 1 << 16;

    private final HiveCells cells;
    private final String name;
    private final long subkeyCount;
    private final long subkeyList;
    private final long valueCount;
    private final long valueList;
    private final long classCell;
    private final int classLength;
    private @Nullable SubkeyList subkeys;

    private RegistryKey(HiveCells cells, BinaryCursor node) throws BadImageException {
        this.cells = cells;
        if (node.u16() != SIGNATURE) {
            throw node.corrupt(0, "no signature nk");
        }
        int flags = node.u16();
        this.subkeyCount = node.at(20).u32();
        this.subkeyList = node.at(28).u32();
        this.valueCount = node.at(36).u32();
        this.valueList = node.u32();
        this.classCell = node.at(48).u32();
        int nameLength = node.at(72).u16();
        this.classLength = node.u16();
        if (nameLength > MAX_NAME) {
            throw node.limit(72, "name of " + nameLength + " bytes");
        }
        if (valueCount > MAX_VALUES) {
            throw node.limit(36, valueCount + " values");
        }
        this.name = new String(
                node.at(NAME).bytes(nameLength),
                (flags & FLAG_LATIN_1) != 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    }

    static RegistryKey read(HiveCells cells, long offset) throws IOException {
        return new RegistryKey(cells, cells.read(offset, STRUCTURE, NAME + MAX_NAME));
    }

    public String name() {
        return name;
    }

    /** A text that few keys have, and that only programs look at. */
    public Optional<String> className() throws IOException {
        if (classCell == HiveCells.NONE || classLength == 0) {
            return Optional.empty();
        }
        BinaryCursor cell = cells.read(classCell, CLASS_NAME, MAX_CLASS_NAME);
        return Optional.of(new String(cell.bytes(classLength), StandardCharsets.UTF_16LE));
    }

    /** The subkeys in the order stored, which is that of their names. */
    public List<RegistryKey> subkeys() throws IOException {
        SubkeyList list = list();
        List<RegistryKey> keys = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            keys.add(read(cells, list.offset(i)));
        }
        return keys;
    }

    /** The subkey called so, or empty. */
    public Optional<RegistryKey> subkey(String wanted) throws IOException {
        SubkeyList list = list();
        long hash = SubkeyList.hash(wanted);
        for (int i = 0; i < list.size(); i++) {
            if (list.mayBe(i, hash)) {
                RegistryKey key = read(cells, list.offset(i));
                if (key.name.equalsIgnoreCase(wanted)) {
                    return Optional.of(key);
                }
            }
        }
        return Optional.empty();
    }

    /** The key at {@code path} below this one, its parts separated by backslashes; "" is this key. */
    public Optional<RegistryKey> find(String path) throws IOException {
        RegistryKey key = this;
        for (String part : path.split("\\\\")) {
            if (part.isEmpty()) {
                continue;
            }
            Optional<RegistryKey> next = key.subkey(part);
            if (next.isEmpty()) {
                return next;
            }
            key = next.get();
        }
        return Optional.of(key);
    }

    /** The values in the order stored; their data is not read yet. */
    public List<RegistryValue> values() throws IOException {
        List<RegistryValue> values = new ArrayList<>();
        if (valueCount > 0) {
            BinaryCursor list = valueCells();
            for (long i = 0; i < valueCount; i++) {
                values.add(RegistryValue.read(cells, list.u32()));
            }
        }
        return values;
    }

    /** The value called so, "" being the key's default value; or empty. */
    public Optional<RegistryValue> value(String wanted) throws IOException {
        if (valueCount > 0) {
            BinaryCursor list = valueCells();
            for (long i = 0; i < valueCount; i++) {
                RegistryValue value = RegistryValue.read(cells, list.u32());
                if (value.name().equalsIgnoreCase(wanted)) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    private BinaryCursor valueCells() throws IOException {
        return cells.read(valueList, VALUE_LIST, (int) valueCount * 4);
    }

    private SubkeyList list() throws IOException {
        if (subkeys == null) {
            subkeys = subkeyCount == 0 ? SubkeyList.EMPTY : SubkeyList.read(cells, subkeyList);
        }
        return subkeys;
    }

    @Override
    public String toString() {
        return name;
    }
}
