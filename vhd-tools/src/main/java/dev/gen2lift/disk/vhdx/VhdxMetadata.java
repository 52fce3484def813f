package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.UUID;

/**
 * What the metadata items of a VHDX say of the disk (MS-VHDX 2.6.2).
 *
 * @param blockSize bytes of a payload block; a power of two, 1 to 256 MiB
 * @param fixed whether blocks stay allocated
 * @param hasParent whether it is a differencing disk
 * @param diskSize bytes; a multiple of {@code logicalSectorSize}, at most 64 TiB
 * @param diskId what SCSI page 83 tells a guest
 * @param logicalSectorSize 512 or 4096 bytes
 * @param physicalSectorSize 512 or 4096 bytes
 */
record VhdxMetadata(
        long blockSize,
        boolean fixed,
        boolean hasParent,
        long diskSize,
        UUID diskId,
        int logicalSectorSize,
        int physicalSectorSize) {

    private static final int LEAVE_BLOCKS_ALLOCATED = 1;
    private static final int HAS_PARENT = 2;

    static VhdxMetadata read(MetadataTable table) throws IOException {
        BinaryCursor parameters = table.required(VhdxFormat.FILE_PARAMETERS, "VHDX file parameters");
        long blockSize = parameters.u32();
        long flags = parameters.u32();
        if (Long.bitCount(blockSize) != 1
                || blockSize < VhdxFormat.MIN_BLOCK_SIZE
                || blockSize > VhdxFormat.MAX_BLOCK_SIZE) {
            throw parameters.corrupt(0, "block size " + blockSize + " is not a power of two from 1 to 256 MiB");
        }
        int logical = sectorSize(table.required(VhdxFormat.LOGICAL_SECTOR_SIZE, "VHDX logical sector size"));
        int physical = sectorSize(table.required(VhdxFormat.PHYSICAL_SECTOR_SIZE, "VHDX physical sector size"));
        BinaryCursor size = table.required(VhdxFormat.VIRTUAL_DISK_SIZE, "VHDX virtual disk size");
        long diskSize = size.size64();
        if (diskSize == 0 || diskSize % logical != 0) {
            throw size.corrupt(0, "size " + diskSize + " is not a positive multiple of the sector size " + logical);
        }
        if (diskSize > VhdxFormat.MAX_DISK_SIZE) {
            throw size.limit(0, "size " + diskSize + " is more than 64 TiB");
        }
        UUID diskId = table.required(VhdxFormat.VIRTUAL_DISK_ID, "VHDX virtual disk identifier")
                .guid();
        return new VhdxMetadata(
                blockSize,
                (flags & LEAVE_BLOCKS_ALLOCATED) != 0,
                (flags & HAS_PARENT) != 0,
                diskSize,
                diskId,
                logical,
                physical);
    }

    private static int sectorSize(BinaryCursor cursor) throws BadImageException {
        long size = cursor.u32();
        if (size != 512 && size != 4096) {
            throw cursor.corrupt(0, "sector size " + size + " is neither 512 nor 4096");
        }
        return (int) size;
    }
}
