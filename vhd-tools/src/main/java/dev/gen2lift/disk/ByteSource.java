package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that can be read at any position: a file, a log overlay, a whole virtual disk, a partition of one.
 * Everything that parses an on-disk structure reads through this interface and never asks what lies below.
 */
public interface ByteSource {

    /** What messages call it: usually the image's path, with the partition where it is one. */
    String name();

    /** Length in bytes, at least 0. */
    long size();

    /**
     * Fills {@code into} from {@code position()} to {@code limit()} with the bytes that begin at {@code offset}. Any
     * offset and length is allowed; safe for use by several threads at once.
     *
     * @throws BadImageException of kind TRUNCATED where the range does not lie within {@link #size()}; of any kind where
     *     a structure needed to find the bytes is damaged
     * @throws IOException where the storage below failed
     */
    void read(long offset, ByteBuffer into) throws IOException;
}
