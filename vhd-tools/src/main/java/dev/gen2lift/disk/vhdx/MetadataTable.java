package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The metadata table (MS-VHDX 2.6.1): which metadata items a file has and where they lie. */
final class MetadataTable {

    private static final String NAME = "VHDX metadata table";
    private static final int ENTRIES_AT = 32;
    private static final int USER = 1;
    private static final int REQUIRED = 4;
    private static final Set<UUID> KNOWN = Set.of(
            VhdxFormat.FILE_PARAMETERS,
            VhdxFormat.VIRTUAL_DISK_SIZE,
            VhdxFormat.VIRTUAL_DISK_ID,
            VhdxFormat.LOGICAL_SECTOR_SIZE,
            VhdxFormat.PHYSICAL_SECTOR_SIZE,
            VhdxFormat.PARENT_LOCATOR);

    /**
     * An item (MS-VHDX 2.6.1.2).
     *
     * @param tableAt where in the table it is listed
     * @param offset within the metadata region, in bytes; 0 where it is empty
     * @param length bytes
     */
    private record Item(UUID type, boolean user, int tableAt, int offset, int length) {}

    private final ByteSource file;
    private final Region region;
    private final BinaryCursor table;
    private final List<Item> items;

    private MetadataTable(ByteSource file, Region region, BinaryCursor table, List<Item> items) {
        this.file = file;
        this.region = region;
        this.table = table;
        this.items = items;
    }

    /**
     * @param region which lies within {@code file}
     * @throws BadImageException where the table is malformed, or UNSUPPORTED where it names an unknown item that a
     *     reader has to understand
     */
    static MetadataTable read(ByteSource file, Region region) throws IOException {
        BinaryCursor cursor = BinaryCursor.read(
                file, NAME, region.offset(), VhdxFormat.METADATA_TABLE_LENGTH, ByteOrder.LITTLE_ENDIAN);
        if (!cursor.has(0, VhdxFormat.METADATA_SIGNATURE)) {
            throw cursor.corrupt(0, "signature is missing");
        }
        int count = cursor.at(10).u16();
        if (count > VhdxFormat.MAX_ENTRIES) {
            throw cursor.limit(10, count + " entries are more than " + VhdxFormat.MAX_ENTRIES);
        }
        List<Item> items = new ArrayList<>();
        cursor.at(ENTRIES_AT);
        for (int i = 0; i < count; i++) {
            Item item = readItem(cursor, region);
            for (Item other : items) {
                if (other.type.equals(item.type) && other.user == item.user) {
                    throw cursor.corrupt(item.tableAt, "item " + item.type + " is listed twice");
                }
            }
            items.add(item);
        }
        checkApart(cursor, items);
        return new MetadataTable(file, region, cursor, items);
    }

    private static Item readItem(BinaryCursor cursor, Region region) throws BadImageException {
        int at = cursor.position();
        UUID type = cursor.guid();
        long offset = cursor.u32();
        long length = cursor.u32();
        long flags = cursor.u32();
        cursor.skip(4);
        boolean user = (flags & USER) != 0;
        if (!user && type.equals(VhdxFormat.INCOMPLETE_FILE)) {
            throw cursor.unsupported(at, "the creation or conversion of this image was not finished");
        }
        if ((flags & REQUIRED) != 0 && (user || !KNOWN.contains(type))) {
            throw cursor.unsupported(at, "item " + type + " is required but unknown");
        }
        if (length > VhdxFormat.MAX_ITEM_LENGTH) {
            throw cursor.limit(at, "item " + type + " of " + length + " bytes is longer than 1 MiB");
        }
        if (length > 0 && (offset < VhdxFormat.METADATA_TABLE_LENGTH || offset + length > region.length())) {
            throw cursor.corrupt(
                    at, "item " + type + " of " + length + " bytes at " + offset + " leaves the metadata region");
        }
        return new Item(type, user, at, (int) offset, (int) length);
    }

    private static void checkApart(BinaryCursor cursor, List<Item> items) throws BadImageException {
        List<Item> byOffset = new ArrayList<>(items);
        byOffset.removeIf(item -> item.length == 0);
        byOffset.sort(Comparator.comparingInt(Item::offset));
        for (int i = 1; i < byOffset.size(); i++) {
            Item before = byOffset.get(i - 1);
            Item item = byOffset.get(i);
            if (item.offset < before.offset + before.length) {
                throw cursor.corrupt(item.tableAt, "items " + before.type + " and " + item.type + " overlap");
            }
        }
    }

    /** The bytes of an item, or empty where the file has none of that type. */
    Optional<BinaryCursor> item(UUID type, String name) throws IOException {
        for (Item item : items) {
            if (item.type.equals(type) && !item.user) {
                return Optional.of(BinaryCursor.read(
                        file, name, region.offset() + item.offset, item.length, ByteOrder.LITTLE_ENDIAN));
            }
        }
        return Optional.empty();
    }

    /** @throws BadImageException CORRUPT where the file has no item of that type */
    BinaryCursor required(UUID type, String name) throws IOException {
        Optional<BinaryCursor> item = item(type, name);
        if (item.isEmpty()) {
            throw table.corrupt(ENTRIES_AT, "no item for the " + name + ", which is required");
        }
        return item.get();
    }
}
