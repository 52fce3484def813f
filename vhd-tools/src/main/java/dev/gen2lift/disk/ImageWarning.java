package dev.gen2lift.disk;

/**
 * Something in an image that is wrong but did not stop it from being read.
 *
 * @param structure the on-disk structure, in the specification's words
 * @param offset where it lies, in bytes
 * @param message a short clause without a full stop
 */
public record ImageWarning(String structure, long offset, String message) {

    @Override
    public String toString() {
        return structure + " at byte " + offset + ": " + message;
    }
}
