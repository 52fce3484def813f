package dev.gen2lift.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an image's own headers say of the virtual disk.
 *
 * @param path the image file, as opened
 * @param capacity size of the virtual disk in bytes; a multiple of {@code logicalSectorSize} but for raw images
 * @param logicalSectorSize 512 or 4096 bytes
 * @param physicalSectorSize 512 or 4096 bytes
 * @param blockSize bytes of a payload block; 0 where the format has none
 * @param allocatedSize bytes of the virtual disk that the file (with its parents) stores
 * @param fileSize length of the image file in bytes
 * @param identifier the disk's unique identifier (VHDX virtual disk id, VHD footer unique id)
 * @param logReplayed whether a pending log was applied, in memory, before reading
 * @param chain the image itself first, then each parent
 * @param warnings what is wrong with the image but did not stop it from being read
 */
public record DiskInfo(
        Path path,
        DiskFormat format,
        DiskKind kind,
        long capacity,
        int logicalSectorSize,
        int physicalSectorSize,
        long blockSize,
        long allocatedSize,
        long fileSize,
        Optional<UUID> identifier,
        boolean logReplayed,
        List<ChainLink> chain,
        List<ImageWarning> warnings) {

    /** One image of a chain. */
    public record ChainLink(Path path, DiskKind kind, Optional<UUID> identifier) {}

    public DiskInfo {
        chain = List.copyOf(chain);
        warnings = List.copyOf(warnings);
    }

    /** The same with one more warning. */
    DiskInfo with(ImageWarning warning) {
        List<ImageWarning> more = new ArrayList<>(warnings);
        more.add(warning);
        return new DiskInfo(
                path,
                format,
                kind,
                capacity,
                logicalSectorSize,
                physicalSectorSize,
                blockSize,
                allocatedSize,
                fileSize,
                identifier,
                logReplayed,
                chain,
                more);
    }
}
