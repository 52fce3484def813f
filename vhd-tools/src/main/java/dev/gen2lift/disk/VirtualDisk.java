package dev.gen2lift.disk;

import java.io.Closeable;

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

    @Override
    default long size() {
        return info().capacity();
    }

    @Override
    default String name() {
        return info().path().toString();
    }
}
