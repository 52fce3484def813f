package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one attribute as its user sees them, in whichever way they are stored. For one thread at a time. */
abstract class FileData implements ByteSource {

    private final String name;
    private final long size;

    FileData(String name, long size) {
        this.name = name;
        this.size = size;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final long size() {
        return size;
    }

    @Override
    public final void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name, "NTFS file", size, offset, into.remaining());
        if (into.hasRemaining()) {
            fill(offset, into);
        }
    }

    /** As {@link #read}, for a range that was checked and is not empty. */
    abstract void fill(long offset, ByteBuffer into) throws IOException;

    /** Puts zeros in the next {@code length} bytes. */
    static void zero(ByteBuffer into, int length) {
        for (int i = 0; i < length; i++) {
            into.put((byte) 0);
        }
    }

    BadImageException corrupt(String structure, long offset, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, name, structure, offset, reason);
    }
}
