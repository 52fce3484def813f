package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.DiskInfo;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * One image file's part of a virtual disk. Translates ranges of the disk to ranges of the file and leaves the reading
 * to its caller. Safe for several threads at once.
 */
public interface ImageLayer extends Closeable {

    /** What this file alone says; its chain has one link, itself. */
    DiskInfo info();

    /** The file as it is stored. */
    ImageSource source();

    /** The bytes that {@link Run#at} counts in: the file, with a pending log applied. */
    ByteSource payload();

    /**
     * The longest range, or a part of it, that begins at {@code offset} and is held in one way.
     *
     * @param offset at least 0 and less than the capacity
     * @param limit bytes that the caller cares for, greater than 0, at most what is left to the capacity
     * @return a run of at most {@code limit} bytes
     */
    Run run(long offset, long limit) throws IOException;

    /** Who holds what is ABSENT here; present for a differencing image. */
    Optional<ParentLink> parent();

    /**
     * Checks that the file is still as it was when it was opened.
     *
     * @throws dev.gen2lift.disk.SourceChangedException where it is not
     */
    void verifyUnchanged() throws IOException;
}
