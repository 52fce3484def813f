package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of all files, itself the file of number 0; its first four records have a copy elsewhere. */
final class MasterFileTable {

    /** Files that every volume has, by their numbers. */
    static final long TABLE = 0;

    static final long VOLUME = 3;
    static final long ROOT = 5;
    static final long BITMAP = 6;
    static final long UPCASE = 10;

    private static final int MIRRORED = 4;

    private final ByteSource volume;
    private final NtfsBootSector boot;
    private final List<ImageWarning> warnings = new ArrayList<>();
    private final FileData content;

    /** @throws BadImageException where neither the table's own record nor its copy leads to the table */
    MasterFileTable(ByteSource volume, NtfsBootSector boot) throws IOException {
        this.volume = volume;
        this.boot = boot;
        this.content = open();
    }

    /** What had to be read from the copy. */
    List<ImageWarning> warnings() {
        return List.copyOf(warnings);
    }

    /** The table's own bytes are found by its first record, and more of them by what those bytes hold. */
    private FileData open() throws IOException {
        FileRecord record;
        try {
            record = FileRecord.read(TABLE, at(boot.mftCluster(), TABLE));
        } catch (BadImageException e) {
            record = mirrored(TABLE, e);
        }
        Storage storage = new Storage(volume, boot);
        Attribute first = data(record);
        RunList runs = storage.runs(first);
        FileData known = storage.plain(name(TABLE), runs, first);
        Optional<Attribute> list = record.find(Attribute.ATTRIBUTE_LIST, "");
        if (list.isPresent()) {
            AttributeList entries = AttributeList.read(storage.data(name(TABLE), List.of(list.get())));
            for (AttributeList.Entry entry : entries.find(Attribute.DATA, "")) {
                if (entry.firstVcn() != 0) {
                    FileRecord extension = FileRecord.read(
                            FileRecord.number(entry.record()), record(known, FileRecord.number(entry.record())));
                    runs.append(part(extension, TABLE, entry));
                }
            }
        }
        return known;
    }

    private Attribute data(FileRecord record) throws BadImageException {
        Attribute first = record.find(Attribute.DATA, "").orElse(null);
        if (first == null || first.resident() || (first.flags() & Attribute.COMPRESSED) != 0) {
            throw corrupt(TABLE, "the table has no plain clusters");
        }
        return first;
    }

    /** The attribute of an extension record that a list's entry names. */
    Attribute part(FileRecord extension, long base, AttributeList.Entry entry) throws BadImageException {
        boolean own = extension.number() == base;
        if (!extension.used() || !own && FileRecord.number(extension.base()) != base) {
            throw corrupt(extension.number(), "does not continue record " + base);
        }
        for (Attribute attribute : extension.attributes()) {
            if (attribute.is(entry.type(), entry.name()) && attribute.firstVcn() == entry.firstVcn()) {
                return attribute;
            }
        }
        throw corrupt(
                extension.number(),
                "has no attribute " + Integer.toHexString(entry.type()) + " of cluster " + entry.firstVcn());
    }

    private BadImageException corrupt(long number, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, name(number), FileRecord.STRUCTURE, 0, reason);
    }

    /** The record at a place. */
    FileRecord read(long number) throws IOException {
        try {
            return FileRecord.read(number, record(content, number));
        } catch (BadImageException e) {
            if (number >= MIRRORED) {
                throw e;
            }
            return mirrored(number, e);
        }
    }

    private FileRecord mirrored(long number, BadImageException damage) throws IOException {
        FileRecord record;
        try {
            record = FileRecord.read(number, at(boot.mirrorCluster(), number));
        } catch (BadImageException e) {
            damage.addSuppressed(e);
            throw damage;
        }
        if (warnings.stream().noneMatch(warning -> warning.offset() == damage.offset())) {
            warnings.add(new ImageWarning(
                    damage.structure(),
                    damage.offset(),
                    "record " + number + " is damaged, its copy is used: " + damage.reason()));
        }
        return record;
    }

    private BinaryCursor at(long cluster, long number) throws IOException {
        long offset = cluster < 0 || cluster >= boot.clusters()
                ? -1
                : cluster * boot.clusterSize() + number * boot.recordSize();
        return BinaryCursor.read(volume, FileRecord.STRUCTURE, offset, boot.recordSize(), ByteOrder.LITTLE_ENDIAN);
    }

    private BinaryCursor record(FileData table, long number) throws IOException {
        if (number >= table.size() / boot.recordSize()) {
            throw corrupt(number, "not among the " + table.size() / boot.recordSize() + " records");
        }
        return BinaryCursor.read(
                table, FileRecord.STRUCTURE, number * boot.recordSize(), boot.recordSize(), ByteOrder.LITTLE_ENDIAN);
    }

    /** What messages call a file. */
    String name(long number) {
        return volume.name() + " file " + number;
    }
}
