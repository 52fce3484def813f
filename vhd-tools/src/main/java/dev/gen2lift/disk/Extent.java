package dev.gen2lift.disk;

import java.util.Optional;

/**
 * A range of a virtual disk that is of one kind.
 *
 * @param offset first byte within the virtual disk
 * @param length bytes, greater than 0
 * @param stored where these bytes lie verbatim in a file, for all of {@code length}: what may be cloned or sent without
 *     a copy; always empty for ZERO, empty for DATA where an overlay supplies some of the bytes
 */
public record Extent(long offset, long length, Kind kind, Optional<FileRange> stored) {

    /** Whether the range can hold anything but zero. */
    public enum Kind {
        /** Stored; may still be zero. */
        DATA,
        /** Known to be zero without looking. */
        ZERO
    }

    public static Extent zero(long offset, long length) {
        return new Extent(offset, length, Kind.ZERO, Optional.empty());
    }

    public static Extent data(long offset, long length, Optional<FileRange> stored) {
        return new Extent(offset, length, Kind.DATA, stored);
    }

    /** The first byte behind the extent. */
    public long end() {
        return offset + length;
    }
}
