package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file or folder with its attributes, wherever they are. */
final class NtfsFile {

    private final MasterFileTable table;
    private final Storage storage;
    private final FileRecord base;
    private @Nullable AttributeList list;

    private NtfsFile(MasterFileTable table, Storage storage, FileRecord base) {
        this.table = table;
        this.storage = storage;
        this.base = base;
    }

    /**
     * @param storage what attributes are read from
     * @param reference number and sequence, as directories have it; sequence 0 stands for any
     * @throws BadImageException CORRUPT where the record is damaged, or of another file by now
     */
    static NtfsFile open(MasterFileTable table, Storage storage, long reference) throws IOException {
        long number = FileRecord.number(reference);
        FileRecord base = table.read(number);
        int sequence = FileRecord.sequence(reference);
        NtfsFile file = new NtfsFile(table, storage, base);
        if (!base.used() || base.base() != 0) {
            throw file.corrupt("record of no file");
        }
        if (sequence != 0 && sequence != base.sequence()) {
            throw file.corrupt("record of another file: sequence " + base.sequence() + " instead of " + sequence);
        }
        return file;
    }

    boolean directory() {
        return base.directory();
    }

    /** What messages call it. */
    String name() {
        return table.name(base.number());
    }

    BadImageException corrupt(String reason) {
        return failure(BadImageException.Kind.CORRUPT, reason);
    }

    BadImageException failure(BadImageException.Kind kind, String reason) {
        return new BadImageException(kind, name(), FileRecord.STRUCTURE, 0, reason);
    }

    /** The attribute, of a non-resident one its first part. */
    Optional<Attribute> first(int type, String name) throws IOException {
        List<Attribute> parts = parts(type, name, 1);
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts.get(0));
    }

    /** The bytes of an attribute. */
    Optional<FileData> data(int type, String name) throws IOException {
        List<Attribute> parts = parts(type, name, Integer.MAX_VALUE);
        return parts.isEmpty() ? Optional.empty() : Optional.of(storage.data(name(), parts));
    }

    private List<Attribute> parts(int type, String name, int most) throws IOException {
        Optional<Attribute> listed = base.find(Attribute.ATTRIBUTE_LIST, "");
        if (listed.isEmpty()) {
            return base.find(type, name).map(List::of).orElse(List.of());
        }
        if (list == null) {
            list = AttributeList.read(storage.data(name(), List.of(listed.get())));
        }
        List<Attribute> parts = new ArrayList<>();
        for (AttributeList.Entry entry : list.find(type, name)) {
            if (parts.size() == most) {
                break;
            }
            long number = FileRecord.number(entry.record());
            parts.add(table.part(number == base.number() ? base : table.read(number), base.number(), entry));
            if (parts.get(0).resident()) {
                break;
            }
        }
        return parts;
    }
}
