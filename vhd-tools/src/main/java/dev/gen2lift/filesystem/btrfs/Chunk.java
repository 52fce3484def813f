package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a range of logical addresses lies on the device (Linux, include/uapi/linux/btrfs_tree.h, struct btrfs_chunk).
 *
 * @param start logical, in bytes
 * @param length in bytes, at least 1
 * @param places one physical offset for each copy
 */
record Chunk(long start, long length, List<Long> places) {

    /** Bytes in front of the stripes, and of each stripe. */
    private static final int HEADER = 48;

    private static final int STRIPE = 32;

    private static final int TYPE = 24;
    private static final int STRIPES = 44;

    /** Data, system, metadata. */
    private static final long CONTENT = 0x1 | 0x2 | 0x4;

    private static final long DUP = 0x20;

    static int size(BinaryCursor from, int at) throws BadImageException {
        return HEADER + from.at(at + STRIPES).u16() * STRIPE;
    }

    /** @throws BadImageException UNSUPPORTED for other profiles than SINGLE and DUP */
    static Chunk read(long start, BinaryCursor item, long device) throws BadImageException {
        long length = item.at(0).size64();
        if (start < 0 || length == 0 || start > Long.MAX_VALUE - length) {
            throw item.corrupt(0, "chunk of " + length + " bytes at " + Long.toUnsignedString(start));
        }
        long profile = item.at(TYPE).u64() & ~CONTENT;
        if (profile != 0 && profile != DUP) {
            throw item.unsupported(TYPE, "chunk profile " + name(profile));
        }
        int stripes = item.at(STRIPES).u16();
        if (stripes != (profile == DUP ? 2 : 1)) {
            throw item.corrupt(STRIPES, "chunk of " + stripes + " stripes");
        }
        List<Long> places = new ArrayList<>();
        for (int i = 0; i < stripes; i++) {
            int at = HEADER + i * STRIPE;
            long on = item.at(at).u64();
            if (on != device) {
                throw item.unsupported(at, "chunk on device " + Long.toUnsignedString(on) + ", which is not this one");
            }
            long place = item.size64();
            if (place > Long.MAX_VALUE - length) {
                throw item.corrupt(at, "chunk at " + place);
            }
            places.add(place);
        }
        return new Chunk(start, length, List.copyOf(places));
    }

    private static String name(long profile) {
        return switch ((int) Math.min(Integer.MAX_VALUE, profile & Long.MAX_VALUE)) {
            case 0x8 -> "RAID0";
            case 0x10 -> "RAID1";
            case 0x40 -> "RAID10";
            case 0x80 -> "RAID5";
            case 0x100 -> "RAID6";
            case 0x200 -> "RAID1C3";
            case 0x400 -> "RAID1C4";
            default -> "0x" + Long.toHexString(profile);
        };
    }

    long end() {
        return start + length;
    }
}
