package dev.gen2lift.filesystem;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The marks by which volumes are recognised whose inside is not read, or not yet. */
final class Signatures {

    private static final String STRUCTURE = "volume signature";
    private static final int SECTOR = 512;

    /** How much of a volume's beginning any file system marks: btrfs, the last, at 64 KiB. */
    private static final int FRONT = 64 * 1024 + 4096;

    /** An LVM2 label is in one of the first four sectors. */
    private static final int LVM_SECTORS = 4;

    /** BitLocker To Go looks like FAT but for this GUID, 4967D63B-2E29-4AD8-8399-F6A339E3D001 (dislocker, libbde). */
    private static final byte[] BITLOCKER_TO_GO = {
        0x3B,
        (byte) 0xD6,
        0x67,
        0x49,
        0x29,
        0x2E,
        (byte) 0xD8,
        0x4A,
        (byte) 0x83,
        (byte) 0x99,
        (byte) 0xF6,
        (byte) 0xA3,
        0x39,
        (byte) 0xE3,
        (byte) 0xD0,
        0x01
    };

    private static final int BITLOCKER_TO_GO_OFFSET = 0x1A8;

    private static final byte[] LUKS = {'L', 'U', 'K', 'S', (byte) 0xBA, (byte) 0xBE};

    private static final int BTRFS_OFFSET = 64 * 1024;

    /** The page sizes of the processors that Linux swaps on; the mark is the last thing of the first page. */
    private static final int[] PAGES = {4096, 8192, 16_384, 32_768, 65_536};

    private Signatures() {}

    /** The names in the boot sector that exclude FAT. */
    static Optional<FileSystemInfo> bootSector(ByteSource volume) throws IOException {
        if (volume.size() < SECTOR) {
            return Optional.empty();
        }
        BinaryCursor sector = BinaryCursor.read(volume, STRUCTURE, 0, SECTOR, ByteOrder.LITTLE_ENDIAN);
        if (sector.has(3, ascii("-FVE-FS-")) || sector.has(BITLOCKER_TO_GO_OFFSET, BITLOCKER_TO_GO)) {
            return Optional.of(FileSystemInfo.of(FileSystemType.BITLOCKER));
        }
        if (sector.has(3, ascii("NTFS    "))) {
            return Optional.of(FileSystemInfo.of(FileSystemType.NTFS));
        }
        if (sector.has(3, ascii("EXFAT   "))) {
            return Optional.of(FileSystemInfo.of(FileSystemType.EXFAT));
        }
        if (sector.has(3, ascii("ReFS\0\0\0\0"))) {
            return Optional.of(FileSystemInfo.of(FileSystemType.REFS));
        }
        if (sector.has(0, ascii("XFSB"))) {
            return Optional.of(FileSystemInfo.of(
                    FileSystemType.XFS, Text.utf8(sector.at(108).bytes(12))));
        }
        return sector.has(0, LUKS) ? Optional.of(luks(sector)) : Optional.empty();
    }

    /** An LVM2 physical volume (LVM2, lib/label/label.h). */
    static Optional<FileSystemInfo> lvm2(ByteSource volume) throws IOException {
        for (int i = 0; i < LVM_SECTORS && volume.size() >= (i + 1L) * SECTOR; i++) {
            BinaryCursor sector =
                    BinaryCursor.read(volume, STRUCTURE, (long) i * SECTOR, SECTOR, ByteOrder.LITTLE_ENDIAN);
            if (sector.has(0, ascii("LABELONE")) && sector.has(24, ascii("LVM2 001"))) {
                return Optional.of(FileSystemInfo.of(FileSystemType.LVM2));
            }
        }
        return Optional.empty();
    }

    static Optional<FileSystemInfo> btrfs(ByteSource volume) throws IOException {
        if (volume.size() < FRONT) {
            return Optional.empty();
        }
        BinaryCursor block = BinaryCursor.read(volume, STRUCTURE, BTRFS_OFFSET, 4096, ByteOrder.LITTLE_ENDIAN);
        return block.has(0x40, ascii("_BHRfS_M"))
                ? Optional.of(FileSystemInfo.of(
                        FileSystemType.BTRFS, Text.utf8(block.at(0x12B).bytes(256))))
                : Optional.empty();
    }

    /** Linux swap space, whose label lies behind the boot block's 1024 bytes (Linux, include/linux/swap.h). */
    static Optional<FileSystemInfo> swap(ByteSource volume) throws IOException {
        for (int page : PAGES) {
            if (volume.size() < page) {
                return Optional.empty();
            }
            BinaryCursor mark = BinaryCursor.read(volume, STRUCTURE, page - 10L, 10, ByteOrder.LITTLE_ENDIAN);
            if (mark.has(0, ascii("SWAPSPACE2"))) {
                BinaryCursor label = BinaryCursor.read(volume, STRUCTURE, 1052, 16, ByteOrder.LITTLE_ENDIAN);
                return Optional.of(FileSystemInfo.of(FileSystemType.SWAP, Text.utf8(label.bytes(16))));
            }
            if (mark.has(0, ascii("SWAP-SPACE"))) {
                return Optional.of(FileSystemInfo.of(FileSystemType.SWAP));
            }
        }
        return Optional.empty();
    }

    /** Whether a volume's beginning is zero as far as any file system marks it. */
    static boolean isBlank(ByteSource volume) throws IOException {
        ByteBuffer front = ByteBuffer.allocate((int) Math.min(FRONT, volume.size()));
        volume.read(0, front);
        front.flip();
        while (front.hasRemaining()) {
            if (front.get() != 0) {
                return false;
            }
        }
        return true;
    }

    /** LUKS2 has a label, LUKS1 none (LUKS2 on-disk format 1.1.4, 2.1); the header is big endian. */
    private static FileSystemInfo luks(BinaryCursor sector) throws IOException {
        boolean second = sector.at(6).u8() == 0 && sector.u8() == 2;
        return second
                ? FileSystemInfo.of(FileSystemType.LUKS, Text.utf8(sector.at(24).bytes(48)))
                : FileSystemInfo.of(FileSystemType.LUKS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
