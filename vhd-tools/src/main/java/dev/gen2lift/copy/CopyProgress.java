package dev.gen2lift.copy;

/** Hears how far a copy has come. Called from several threads; must return quickly. */
public interface CopyProgress {

    /** Says nothing to anyone. */
    CopyProgress NONE = new CopyProgress() {
        @Override
        public void started(long virtualBytes) {}

        @Override
        public void advanced(long virtualBytes, long writtenBytes) {}
    };

    /** The copy begins; {@code virtualBytes} of the disk have to be dealt with. */
    void started(long virtualBytes);

    /**
     * More of the disk is dealt with.
     *
     * @param virtualBytes bytes of the disk since the last call: zero, cloned or written
     * @param writtenBytes how many of them were written
     */
    void advanced(long virtualBytes, long writtenBytes);
}
