package dev.gen2lift.copy;

import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;

/** Digests of a virtual disk's whole content: what a tool prints for the disk's raw form. */
public final class ContentDigest {

    /** One thread hashes while the other reads ahead; memory is this × {@link #PIECE}. */
    private static final int THREADS = 2;

    private static final int PIECE = 1 << 20;

    private ContentDigest() {}

    /**
     * SHA-256 in lower-case hexadecimal. Reads what is stored once, in order; zeros are hashed but not read.
     *
     * @throws InterruptedException where the calling thread was interrupted; the disk may still be used
     */
    public static String sha256(VirtualDisk disk, CopyProgress progress) throws IOException, InterruptedException {
        return new DiskRun(disk, PIECE, new CopyOptions(THREADS, true), progress)
                .toEnd()
                .orElseThrow();
    }
}
