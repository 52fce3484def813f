package dev.gen2lift.disk.vhdx;

import java.util.UUID;

/**
 * A part of the file, as the region table lists it (MS-VHDX 2.2.3.2).
 *
 * @param offset bytes, a multiple of 1 MiB
 * @param length bytes, a multiple of 1 MiB, greater than 0
 */
record Region(UUID type, long offset, long length) {

    long end() {
        return offset + length;
    }

    boolean overlaps(Region other) {
        return offset < other.end() && other.offset < end();
    }
}
