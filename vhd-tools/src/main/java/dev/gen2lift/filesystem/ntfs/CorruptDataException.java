package dev.gen2lift.filesystem.ntfs;

/** Compressed bytes contradict their method; the caller knows whose they are, and where. */
final class CorruptDataException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a short clause without a full stop */
    CorruptDataException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
