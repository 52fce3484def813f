package dev.gen2lift.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The disk that a guest sees, whatever file stores it. Everything behind {@link DiskImages#open} works on this
 * interface and never asks for the format again. Opened read-only; not one byte of the image changes.
 *
 * <p>As a {@link ByteSource} its size is {@link DiskInfo#capacity()}.
 */
public interface VirtualDisk extends ByteSource, Closeable {

    DiskInfo info();

    /** A new cursor at the disk's beginning; several may be open at once. */
    ExtentCursor extents();

    /**
     * What the uppermost images of a chain hold: DATA for every range that one of them holds, be it as zeros, ZERO for
     * what comes from the images below. Where the disk is the images below with these on top, nothing else can differ.
     *
     * @param images how many, from 1 to one less than the chain has
     * @return empty where the disk has no such chain
     */
    default Optional<ExtentCursor> heldBy(int images) {
        return Optional.empty();
    }

    /**
     * What the disk below the uppermost images of a chain says of itself, as if it had been opened alone.
     *
     * @param images how many, from 1 to one less than the chain has
     * @return empty where the disk has no such chain
     */
    default Optional<DiskInfo> below(int images) {
        return Optional.empty();
    }

    /**
     * Checks that the image and its parents are still as they were when the disk was opened. Whoever copied the disk
     * calls this at the end, for a copy of a disk that changed meanwhile is none.
     *
     * @throws SourceChangedException where a file's length, time of change or write identifier differs
     */
    default void verifyUnchanged() throws IOException {}

    @Override
    default long size() {
        return info().capacity();
    }

    @Override
    default String name() {
        return info().path().toString();
    }
}
