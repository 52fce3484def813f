package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;

/**
 * One attribute of a file record, or one part of an attribute that is spread over several (ntfs-3g, layout.h,
 * ATTR_RECORD).
 *
 * @param type one of the constants
 * @param name empty for the unnamed one
 * @param flags of {@link #COMPRESSED} and so on
 * @param raw its bytes, header included
 */
record Attribute(int type, String name, int flags, boolean resident, BinaryCursor raw) {

    static final int STANDARD_INFORMATION = 0x10;
    static final int ATTRIBUTE_LIST = 0x20;
    static final int FILE_NAME = 0x30;
    static final int VOLUME_NAME = 0x60;
    static final int VOLUME_INFORMATION = 0x70;
    static final int DATA = 0x80;
    static final int INDEX_ROOT = 0x90;
    static final int INDEX_ALLOCATION = 0xA0;
    static final int REPARSE_POINT = 0xC0;

    /** The method of compression; 1 is LZNT1, the only one there is. */
    static final int COMPRESSED = 0x00FF;

    static final int ENCRYPTED = 0x4000;

    private static final int RESIDENT_HEADER = 24;
    private static final int NON_RESIDENT_HEADER = 64;

    /** @param raw exactly the attribute's bytes, at least 16 */
    static Attribute read(BinaryCursor raw) throws BadImageException {
        int type = (int) raw.at(0).u32();
        boolean resident = raw.at(8).u8() == 0;
        int nameLength = raw.u8();
        int nameAt = raw.u16();
        int flags = raw.u16();
        if (raw.length() < (resident ? RESIDENT_HEADER : NON_RESIDENT_HEADER)) {
            throw raw.corrupt(4, "attribute of " + raw.length() + " bytes is shorter than its header");
        }
        return new Attribute(type, name(raw, nameAt, nameLength), flags, resident, raw);
    }

    /** Characters as they are: UTF-16 that need not be well formed. */
    static String name(BinaryCursor raw, int at, int length) throws BadImageException {
        char[] name = new char[length];
        raw.at(at);
        for (int i = 0; i < length; i++) {
            name[i] = (char) raw.u16();
        }
        return new String(name);
    }

    boolean is(int wanted, String wantedName) {
        return type == wanted && name.equals(wantedName);
    }

    /** The value of a resident attribute. */
    BinaryCursor value(String structure) throws BadImageException {
        long length = raw.at(16).u32();
        int at = raw.u16();
        if (length > raw.length()) {
            throw raw.corrupt(16, "value of " + length + " bytes leaves the attribute of " + raw.length());
        }
        return raw.slice(structure, at, (int) length);
    }

    /** The first virtual cluster that this part of a non-resident attribute maps; 0 for a resident one. */
    long firstVcn() throws BadImageException {
        return resident ? 0 : raw.at(16).size64();
    }

    long lastVcn() throws BadImageException {
        return raw.at(24).u64();
    }

    /** Binary logarithm of the clusters of a compression unit; 0 where it is not compressed. */
    int compressionUnit() throws BadImageException {
        return raw.at(34).u16();
    }

    /** Bytes of the whole attribute; only the first part of a non-resident one has it. */
    long size() throws BadImageException {
        return resident ? raw.at(16).u32() : raw.at(48).size64();
    }

    /** Bytes that were ever written; what lies behind reads as zero. */
    long initializedSize() throws BadImageException {
        return raw.at(56).size64();
    }

    /** The encoded runs of this part. */
    BinaryCursor runs() throws BadImageException {
        int at = raw.at(32).u16();
        if (at < NON_RESIDENT_HEADER || at > raw.length()) {
            throw raw.corrupt(32, "runs at " + at + " leave the attribute of " + raw.length() + " bytes");
        }
        return raw.slice(RunList.STRUCTURE, at, raw.length() - at);
    }
}
