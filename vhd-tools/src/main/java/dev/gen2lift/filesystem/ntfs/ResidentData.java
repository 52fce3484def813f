package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;

/** Bytes that lie in the file record itself. */
final class ResidentData extends FileData {

    private final ByteBuffer value;

    ResidentData(String name, BinaryCursor value) throws BadImageException {
        super(name, value.length());
        this.value = value.view();
    }

    @Override
    void fill(long offset, ByteBuffer into) {
        into.put(value.slice((int) offset, into.remaining()));
    }
}
