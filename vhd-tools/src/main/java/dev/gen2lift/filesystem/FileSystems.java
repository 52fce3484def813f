package dev.gen2lift.filesystem;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.btrfs.BtrfsFileSystem;
import dev.gen2lift.filesystem.ext.ExtFileSystem;
import dev.gen2lift.filesystem.ext.ExtSuperblock;
import dev.gen2lift.filesystem.fat.FatFileSystem;
import dev.gen2lift.filesystem.ntfs.NtfsFileSystem;
import dev.gen2lift.filesystem.xfs.XfsFileSystem;
import java.io.IOException;
import java.util.Optional;

/** Tells what a volume holds, and opens what can be read. */
public final class FileSystems {

    private FileSystems() {}

    /**
     * Recognises a volume by its signatures; the file system behind them may still be damaged.
     *
     * @throws BadImageException where a boot sector says FAT but its parameter block is not one
     */
    public static FileSystemInfo detect(ByteSource volume) throws IOException {
        Optional<FileSystemInfo> found = Signatures.bootSector(volume);
        // mkfs.ext4, mkswap and pvcreate clear the boot sector, mkfs.vfat leaves what lies behind it: so FAT goes
        // first.
        if (found.isEmpty()) {
            found = fat(volume);
        }
        if (found.isEmpty()) {
            found = Signatures.lvm2(volume);
        }
        if (found.isEmpty()) {
            found = ExtSuperblock.read(volume).map(block -> FileSystemInfo.of(block.type(), block.label()));
        }
        if (found.isEmpty()) {
            found = Signatures.btrfs(volume);
        }
        if (found.isEmpty()) {
            found = Signatures.swap(volume);
        }
        if (found.isEmpty()) {
            found = ExtSuperblock.readCopy(volume).map(block -> FileSystemInfo.of(block.type(), block.label()));
        }
        if (found.isEmpty()) {
            found = XfsFileSystem.labelOfCopy(volume).map(label -> FileSystemInfo.of(FileSystemType.XFS, label));
        }
        if (found.isPresent()) {
            return found.get();
        }
        return FileSystemInfo.of(Signatures.isBlank(volume) ? FileSystemType.NONE : FileSystemType.UNKNOWN);
    }

    /**
     * Opens a volume's file system; empty where there is none that can be read.
     *
     * @throws BadImageException where there is one, but it is damaged
     */
    public static Optional<FileSystem> open(ByteSource volume) throws IOException {
        return open(volume, detect(volume).type());
    }

    /**
     * Opens a volume's file system of a type that {@link #detect} has told; empty where there is no reader for it.
     *
     * @throws BadImageException where it is damaged, or uses what its reader does not understand
     */
    public static Optional<FileSystem> open(ByteSource volume, FileSystemType type) throws IOException {
        return switch (type) {
            case FAT12, FAT16, FAT32 -> Optional.of(FatFileSystem.open(volume));
            case NTFS -> Optional.of(NtfsFileSystem.open(volume));
            case EXT2, EXT3, EXT4 -> Optional.of(ExtFileSystem.open(volume));
            case XFS -> Optional.of(XfsFileSystem.open(volume));
            case BTRFS -> Optional.of(BtrfsFileSystem.open(volume));
            default -> Optional.empty();
        };
    }

    private static Optional<FileSystemInfo> fat(ByteSource volume) throws IOException {
        if (!FatFileSystem.recognises(volume)) {
            return Optional.empty();
        }
        FatFileSystem fileSystem = FatFileSystem.open(volume);
        return Optional.of(new FileSystemInfo(fileSystem.type(), fileSystem.label()));
    }
}
