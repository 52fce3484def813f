package dev.gen2lift.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Raw images: the disk's bytes and nothing else. */
public final class RawTarget {

    private RawTarget() {}

    /**
     * Begins a raw image. Its file appears when the target is completed.
     *
     * @param capacity bytes of the disk, at least those of the source; what the source lacks is zero
     * @throws java.nio.file.FileAlreadyExistsException where the file exists and is to stay
     * @throws IOException where the file cannot be made
     */
    public static DiskTarget create(Path file, long capacity, ExistingFile existing) throws IOException {
        return create(file, capacity, FileOptions.of(existing));
    }

    /** The same, with what else there is to choose. */
    public static DiskTarget create(Path file, long capacity, FileOptions options) throws IOException {
        return new FileTarget(file, capacity, ByteBuffer.allocate(0), options);
    }
}
