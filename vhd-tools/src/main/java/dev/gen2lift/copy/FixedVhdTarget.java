package dev.gen2lift.copy;

import dev.gen2lift.disk.vhd.VhdFooter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Fixed VHDs, as Azure takes them: the disk's bytes, then a {@link VhdFooter}. */
public final class FixedVhdTarget {

    private static final long MIB = 1 << 20;

    private FixedVhdTarget() {}

    /** The smallest multiple of 1 MiB that holds a disk of {@code capacity} bytes: Azure takes no other sizes. */
    public static long azureCapacity(long capacity) {
        return Math.addExact(capacity, MIB - 1) / MIB * MIB;
    }

    /**
     * Begins a fixed VHD with a new identifier. Its file appears when the target is completed.
     *
     * @param capacity bytes of the disk, a multiple of 512, at least those of the source; what the source lacks is zero
     * @throws java.nio.file.FileAlreadyExistsException where the file exists and is to stay
     * @throws IOException where the file cannot be made
     */
    public static DiskTarget create(Path file, long capacity, ExistingFile existing) throws IOException {
        return create(file, capacity, FileOptions.of(existing));
    }

    /** The same, with what else there is to choose. */
    public static DiskTarget create(Path file, long capacity, FileOptions options) throws IOException {
        VhdFooter footer = VhdFooter.fixed(capacity, UUID.randomUUID(), Instant.now());
        return new FileTarget(file, capacity, footer.toBytes(), options);
    }
}
