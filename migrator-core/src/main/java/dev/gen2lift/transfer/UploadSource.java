package dev.gen2lift.transfer;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.volume.GrownDisk;
import java.io.IOException;

/**
 * A virtual disk in the form that Azure takes as a fixed VHD: sectors of 512 bytes, whole mebibytes.
 *
 * @param disk as it is sent, grown where needed
 * @param sourceSize bytes of the disk before it was grown
 * @param identity {@link SourceIdentity} of the image
 */
public record UploadSource(VirtualDisk disk, long sourceSize, String identity) {

    /** What the size of every disk in Azure is a multiple of, in bytes. */
    public static final long SIZE_MULTIPLE = 1 << 20;

    /** Smallest managed disk that takes an upload, in bytes; 20 MiB. */
    public static final long SMALLEST_MANAGED_DISK = 20 << 20;

    private static final int SECTOR = 512;

    /**
     * Grows a disk to the next whole mebibyte. Closing the result's disk closes {@code disk}.
     *
     * @param smallest bytes that the result has at least; a multiple of {@link #SIZE_MULTIPLE}
     * @throws BadImageException UNSUPPORTED where the disk has sectors of 4096 bytes or is larger than any fixed VHD
     */
    public static UploadSource of(VirtualDisk disk, long smallest) throws IOException {
        DiskInfo info = disk.info();
        if (info.logicalSectorSize() != SECTOR) {
            throw unsupported(
                    info,
                    "the disk has sectors of " + info.logicalSectorSize()
                            + " bytes; a VHD has sectors of 512, and partition tables and file systems depend on it");
        }
        long size = info.capacity();
        if (size > VhdFooter.MAX_FIXED_SIZE - SIZE_MULTIPLE) {
            throw unsupported(info, "the disk has " + size + " bytes; Azure takes less than 32 TiB");
        }
        long grown = Math.max(smallest, (size + SIZE_MULTIPLE - 1) / SIZE_MULTIPLE * SIZE_MULTIPLE);
        return new UploadSource(GrownDisk.of(disk, Math.max(SIZE_MULTIPLE, grown)), size, SourceIdentity.of(info));
    }

    /** Bytes of the disk as it is sent. */
    public long size() {
        return disk.size();
    }

    static BadImageException unsupported(DiskInfo info, String reason) {
        return new BadImageException(
                BadImageException.Kind.UNSUPPORTED, info.path().toString(), "virtual disk", 0, reason);
    }
}
