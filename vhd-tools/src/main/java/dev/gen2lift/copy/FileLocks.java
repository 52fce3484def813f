package dev.gen2lift.copy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/** Whether anyone writes to a file, asked by trying to lock it. */
final class FileLocks {

    enum Outcome {
        /** Now ours, until the channel is closed. */
        LOCKED,
        HELD_BY_ANOTHER,
        /** The file system below has no locks. */
        UNSUPPORTED
    }

    private FileLocks() {}

    static Outcome tryLock(FileChannel channel) {
        try {
            return channel.tryLock() == null ? Outcome.HELD_BY_ANOTHER : Outcome.LOCKED;
        } catch (OverlappingFileLockException e) {
            return Outcome.HELD_BY_ANOTHER;
        } catch (IOException e) {
            return Outcome.UNSUPPORTED;
        }
    }
}
