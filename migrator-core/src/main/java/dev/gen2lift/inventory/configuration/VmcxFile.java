package dev.gen2lift.inventory.configuration;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * A {@code .vmcx} file: a header, tables of objects, and key tables that hold the tree of settings. Read from memory as a
 * whole; see {@link ConfigurationFile} for the limit of its size.
 */
final class VmcxFile {

    /** Object tables that may be chained; a file has one as a rule. */
    static final int MAX_OBJECT_TABLES = 64;

    /** Objects in all tables together; a real file has some hundreds. */
    static final int MAX_OBJECTS = 1 << 16;

    private static final int OBJECT_TABLE_OFFSET = 0x2000;
    private static final long OBJECT_TABLE_SIGNATURE = 0x01110001;
    private static final int OBJECT_LENGTH = 18;
    private static final int TYPE_OBJECT_TABLE = 1;
    private static final int TYPE_KEY_TABLE = 2;

    private final String name;
    private final byte[] bytes;
    private final VmcxKeys keys;
    private long objects;

    private VmcxFile(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
        this.keys = new VmcxKeys(name, bytes);
    }

    /**
     * The tree below the unnamed root.
     *
     * @throws BadImageException where the file is damaged, is something else, or has changes pending in its log
     */
    static Settings read(String name, byte[] bytes) throws BadImageException {
        VmcxFile file = new VmcxFile(name, bytes);
        BinaryCursor whole = file.cursor("VMCX header");
        VmcxHeader.read(whole).refusePendingLog(file.cursor("VMCX log"));
        file.readTables();
        return file.keys.tree();
    }

    static boolean isOne(byte[] bytes) {
        return BinaryCursor.of("", "", 0, bytes, ByteOrder.LITTLE_ENDIAN).has(0, new byte[] {0x14, 0x20, 0x28, 0x01});
    }

    private BinaryCursor cursor(String structure) {
        return BinaryCursor.of(name, structure, 0, bytes, ByteOrder.LITTLE_ENDIAN);
    }

    private void readTables() throws BadImageException {
        Set<Long> seen = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>();
        open.add((long) OBJECT_TABLE_OFFSET);
        while (!open.isEmpty()) {
            long offset = open.remove();
            if (!seen.add(offset)) {
                throw cursor("VMCX object table").corrupt((int) offset, "refers to itself");
            }
            if (seen.size() > MAX_OBJECT_TABLES) {
                throw cursor("VMCX object table").limit((int) offset, "more than " + MAX_OBJECT_TABLES + " tables");
            }
            readObjects(offset, open);
        }
    }

    private void readObjects(long offset, Deque<Long> tables) throws BadImageException {
        BinaryCursor file = cursor("VMCX object table");
        long length = bytes.length - offset;
        if (length < 8) {
            throw file.truncated((int) offset, "the file ends before it");
        }
        BinaryCursor table = file.slice("VMCX object table", (int) offset, (int) length);
        if (table.u32() != OBJECT_TABLE_SIGNATURE) {
            throw table.corrupt(0, "bad signature");
        }
        long count = table.u32();
        if (count > (length - 8) / OBJECT_LENGTH) {
            throw table.truncated(4, count + " objects but the file ends before them");
        }
        objects += count;
        if (objects > MAX_OBJECTS) {
            throw table.limit(4, "more than " + MAX_OBJECTS + " objects");
        }
        for (int i = 0; i < count; i++) {
            int at = 8 + i * OBJECT_LENGTH;
            int type = table.at(at).u8();
            long checksum = table.u32();
            long position = table.u64();
            long size = table.u32();
            boolean allocated = table.u8() != 0;
            if (!allocated || type != TYPE_KEY_TABLE && type != TYPE_OBJECT_TABLE) {
                continue;
            }
            if (checksum != VmcxHeader.checksum(table.at(at).bytes(OBJECT_LENGTH), 1)) {
                throw table.corrupt(at, "bad checksum of object " + i);
            }
            if (position < 0 || position > bytes.length - size) {
                throw table.truncated(at, "object " + i + " leaves the file");
            }
            if (type == TYPE_OBJECT_TABLE) {
                tables.add(position);
            } else {
                keys.add((int) position, (int) size);
            }
        }
    }
}
