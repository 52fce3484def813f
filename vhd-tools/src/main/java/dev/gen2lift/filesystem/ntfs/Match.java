package dev.gen2lift.filesystem.ntfs;

/** Repeats bytes that were unpacked before. */
final class Match {

    private Match() {}

    /**
     * Repeats {@code length} bytes from {@code distance} back, which may overlap.
     *
     * @param size where {@code out} ends
     */
    static void copy(byte[] out, int at, int size, int distance, int length) throws CorruptDataException {
        if (distance < 1 || distance > at || length > size - at) {
            throw new CorruptDataException("match of " + length + " bytes from " + distance + " back at " + at);
        }
        for (int i = at; i < at + length; i++) {
            out[i] = out[i - distance];
        }
    }
}
