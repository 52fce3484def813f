package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record of the master file table: a file, or the continuation of one (ntfs-3g, layout.h, MFT_RECORD).
 *
 * @param number its place in the table
 * @param sequence how often the place was given to another file
 * @param base reference of the record that this one continues; 0 where it is a file's first
 */
record FileRecord(long number, int sequence, boolean used, boolean directory, long base, List<Attribute> attributes) {

    static final String STRUCTURE = "NTFS file record";

    private static final int USED = 1;
    private static final int DIRECTORY = 2;
    private static final int HEADER = 42;
    private static final long END = 0xFFFF_FFFFL;
    private static final int MIN_ATTRIBUTE = 16;
    private static final long NUMBER = 0xFFFF_FFFF_FFFFL;

    /** The place that a reference names. */
    static long number(long reference) {
        return reference & NUMBER;
    }

    static int sequence(long reference) {
        return (int) (reference >>> 48);
    }

    /**
     * Reads a record, whose bytes are changed by it.
     *
     * @throws BadImageException CORRUPT where it is torn, or not a record
     */
    static FileRecord read(long number, BinaryCursor record) throws BadImageException {
        UpdateSequence.undo(record, "FILE");
        int sequence = record.at(16).u16();
        int first = record.at(20).u16();
        int flags = record.u16();
        long used = record.u32();
        long base = record.at(32).u64();
        if (first < HEADER || used > record.length()) {
            throw record.corrupt(20, "attributes from " + first + " to " + used + " leave the record");
        }
        return new FileRecord(
                number,
                sequence,
                (flags & USED) != 0,
                (flags & DIRECTORY) != 0,
                base,
                List.copyOf(attributes(record, first, (int) used)));
    }

    private static List<Attribute> attributes(BinaryCursor record, int first, int end) throws BadImageException {
        List<Attribute> attributes = new ArrayList<>();
        int at = first;
        while (at <= end - 4) {
            long type = record.at(at).u32();
            if (type == END) {
                return attributes;
            }
            if (at > end - MIN_ATTRIBUTE) {
                break;
            }
            long length = record.u32();
            if (length < MIN_ATTRIBUTE || length > end - at) {
                throw record.corrupt(at + 4, "attribute of " + length + " bytes leaves the record of " + end);
            }
            attributes.add(Attribute.read(record.slice("NTFS attribute", at, (int) length)));
            at += (int) length;
        }
        throw record.corrupt(Math.min(at, record.length()), "attributes without an end");
    }

    /** The first attribute, or the first part of it, of a type and name. */
    Optional<Attribute> find(int type, String name) {
        return attributes.stream().filter(attribute -> attribute.is(type, name)).findFirst();
    }
}
