package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/** The bytes of one image as a layer reads them: a file of its own, or one inside an archive. Read-only. */
public interface ImageSource extends ByteSource, Closeable {

    /** The file on this machine that holds the bytes: the image itself, or the archive around it. */
    Path path();

    /** The image's own file name, within an archive where it lies in one. */
    String fileName();

    /** Whether this is a block device and not a file. */
    boolean isDevice();

    /** When {@link #path()} was last written to, as of its opening. */
    Instant lastModified();

    /** The byte of {@link #path()} at which the image begins, where all of it lies there verbatim and in one piece. */
    OptionalLong storedAt();

    /**
     * Checks that {@link #path()} is still the file that was opened.
     *
     * @throws dev.gen2lift.disk.SourceChangedException where it is not
     */
    void verifyUnchanged() throws IOException;
}
