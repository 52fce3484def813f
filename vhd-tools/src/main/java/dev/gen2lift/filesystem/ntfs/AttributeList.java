package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which records hold the attributes of a file that does not fit into one (ntfs-3g, layout.h, ATTR_LIST_ENTRY).
 *
 * @param entries the parts of each attribute in the order of their clusters
 */
record AttributeList(List<Entry> entries) {

    private static final String STRUCTURE = "NTFS attribute list";

    /** The size that Windows allows. */
    private static final int MAX_SIZE = 256 << 10;

    private static final int HEADER = 26;

    /**
     * Where an attribute, or a part of one, is.
     *
     * @param record reference of the file record that holds it
     */
    record Entry(int type, String name, long firstVcn, long record) {}

    static AttributeList read(ByteSource content) throws IOException {
        if (content.size() > MAX_SIZE) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    content.name(),
                    STRUCTURE,
                    0,
                    content.size() + " bytes are more than " + MAX_SIZE);
        }
        BinaryCursor list = BinaryCursor.read(content, STRUCTURE, 0, (int) content.size(), ByteOrder.LITTLE_ENDIAN);
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at <= list.length() - HEADER) {
            int type = (int) list.at(at).u32();
            int length = list.u16();
            int nameLength = list.u8();
            int nameAt = list.u8();
            long firstVcn = list.size64();
            long record = list.u64();
            if (length < HEADER || length > list.length() - at) {
                throw list.corrupt(at + 4, "entry of " + length + " bytes leaves the list");
            }
            entries.add(new Entry(type, Attribute.name(list, at + nameAt, nameLength), firstVcn, record));
            at += length;
        }
        entries.sort(Comparator.comparingLong(Entry::firstVcn));
        return new AttributeList(List.copyOf(entries));
    }

    List<Entry> find(int type, String name) {
        return entries.stream()
                .filter(entry -> entry.type == type && entry.name.equals(name))
                .toList();
    }
}
