package dev.gen2lift.disk.layer;

/**
 * A range of a virtual disk, from a given offset on, that one layer holds in one way.
 *
 * @param length bytes, greater than 0
 * @param at for STORED and PATCHED the byte offset of the first byte in the layer's {@link ImageLayer#payload()}, else 0
 */
public record Run(Kind kind, long length, long at) {

    /** How a layer holds a range. */
    public enum Kind {
        /** Verbatim in the file. */
        STORED,
        /** In the payload, but not verbatim in the file: a pending log supplies some of the bytes. */
        PATCHED,
        /** Zero, whatever a parent holds. */
        ZERO,
        /** Not here: the parent's bytes, or zero where there is no parent. */
        ABSENT;

        boolean hasBytes() {
            return this == STORED || this == PATCHED;
        }
    }

    Run cut(long limit) {
        return length <= limit ? this : new Run(kind, limit, at);
    }
}
