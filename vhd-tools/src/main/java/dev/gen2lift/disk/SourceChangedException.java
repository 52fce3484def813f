package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A source image changed while it was being read: what was read of it belongs to no single state of the disk. */
public final class SourceChangedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param what a short clause without a full stop */
    public SourceChangedException(Path file, String what) {
        super("the source changed while it was read: " + what + " (" + file + ")");
    }
}
