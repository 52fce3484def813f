package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;

/**
 * One way to find the parent of a differencing VHD (VHD 1.0, "Parent Locator Entry").
 *
 * @param platformCode {@link #RELATIVE}, {@link #ABSOLUTE}, or another platform's
 * @param length bytes of the path; the field beside it, for the space kept, is bytes with some writers and sectors with
 *     others, so it is not looked at
 * @param offset where in the file the path lies
 */
record VhdParentLocator(String platformCode, long length, long offset) {

    /** A Windows path relative to the child, UTF-16LE. */
    static final String RELATIVE = "W2ru";

    /** An absolute Windows path, UTF-16LE. */
    static final String ABSOLUTE = "W2ku";

    /** Reads the 24 bytes at the cursor's position. */
    static VhdParentLocator read(BinaryCursor cursor) throws BadImageException {
        String platformCode = cursor.ascii(4);
        long length = cursor.skip(4).u32();
        long offset = cursor.skip(4).u64();
        return new VhdParentLocator(platformCode, length, offset);
    }
}
