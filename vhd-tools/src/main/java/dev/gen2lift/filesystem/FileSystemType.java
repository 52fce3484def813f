package dev.gen2lift.filesystem;

import java.util.Locale;
import java.util.Optional;

/** What a volume holds, by the names of the {@code inspect} document. */
public enum FileSystemType {
    FAT12,
    FAT16,
    FAT32,
    EXFAT,
    NTFS,
    REFS,
    EXT2,
    EXT3,
    EXT4,
    XFS,
    BTRFS,
    /** An LVM2 physical volume. */
    LVM2,
    SWAP,
    BITLOCKER,
    LUKS,
    /** Nothing: the places where any of the others would show are zero. */
    NONE,
    /** Something that is in no list. */
    UNKNOWN;

    /** Why the files of such a volume are not looked at; empty for those that are, and for those that have none. */
    public Optional<String> unreadable() {
        return switch (this) {
            case BITLOCKER -> Optional.of("encrypted by BitLocker");
            case LUKS -> Optional.of("encrypted by LUKS");
            case REFS -> Optional.of("ReFS is recognised, not read");
            case EXFAT -> Optional.of("exFAT is recognised, not read");
            default -> Optional.empty();
        };
    }

    /** The name in documents: "fat32", "ext4". */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
