package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes in memory as a disk, little endian to write to. */
public record MemoryDisk(ByteBuffer bytes) implements ByteSource {

    public static MemoryDisk of(byte[] bytes) {
        return new MemoryDisk(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    public static MemoryDisk ofSize(int size) {
        return of(new byte[size]);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size() - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, name(), "disk", Math.max(0, offset), "beyond the end");
        }
        into.put(bytes.duplicate().position((int) offset).limit((int) offset + into.remaining()));
    }
}
