package dev.gen2lift.volume;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first sector of a disk, or of an extended partition's link (UEFI 5.2.1).
 *
 * @param signed whether it ends in 55 AA
 * @param bootCode whether its first 440 bytes hold anything but zero
 * @param bootSector whether it is a file system's boot sector rather than a partition table: it names FAT, NTFS, exFAT,
 *     ReFS or BitLocker, or holds a plausible FAT parameter block
 * @param diskSignature the 32-bit disk signature at 440
 * @param entries always four
 */
public record MasterBootRecord(
        boolean signed, boolean bootCode, boolean bootSector, long diskSignature, List<Entry> entries) {

    static final String STRUCTURE = "MBR";
    static final int SIZE = 512;
    static final int TYPE_PROTECTIVE = 0xEE;

    /** Where the four entries begin, and the size of each. */
    static final int ENTRIES = 446;

    static final int ENTRY_SIZE = 16;
    static final int ENTRY_COUNT = 4;

    private static final int BOOT_CODE_SIZE = 440;
    private static final int SIGNATURE = 510;
    private static final byte[] SIGNATURE_BYTES = {0x55, (byte) 0xAA};

    private static final List<String> OEM_NAMES = List.of("NTFS    ", "EXFAT   ", "-FVE-FS-", "ReFS\0\0\0\0");
    private static final List<String> FAT_NAMES = List.of("FAT12   ", "FAT16   ", "FAT32   ", "FAT     ");

    public MasterBootRecord {
        entries = List.copyOf(entries);
    }

    /**
     * One of the four entries.
     *
     * @param status 0x80 for active, 0 for not; anything else is not a partition table
     * @param type 0 where unused
     * @param startSectors first sector, relative to what the record belongs to
     * @param sizeSectors number of sectors
     */
    public record Entry(int status, int type, long startSectors, long sizeSectors) {

        public boolean used() {
            return type != 0;
        }

        public boolean active() {
            return status == 0x80;
        }

        boolean protective() {
            return type == TYPE_PROTECTIVE;
        }

        boolean extended() {
            return type == 0x05 || type == 0x0F || type == 0x85;
        }

        /** Whether it could be meant: the status byte is one of two, and the range begins behind the table. */
        boolean plausible(long sectors) {
            return (status & 0x7F) == 0 && startSectors >= 1 && sizeSectors >= 1 && startSectors < sectors;
        }

        static Entry read(BinaryCursor cursor) throws IOException {
            int status = cursor.u8();
            cursor.skip(3);
            int type = cursor.u8();
            cursor.skip(3);
            return new Entry(status, type, cursor.u32(), cursor.u32());
        }
    }

    /** Reads the record in the first sector of {@code disk}. */
    public static MasterBootRecord read(ByteSource disk) throws IOException {
        return read(disk, STRUCTURE, 0);
    }

    static MasterBootRecord read(ByteSource disk, String structure, long offset) throws IOException {
        BinaryCursor cursor = BinaryCursor.read(disk, structure, offset, SIZE, ByteOrder.LITTLE_ENDIAN);
        boolean signed = cursor.has(SIGNATURE, SIGNATURE_BYTES);
        List<Entry> entries = new ArrayList<>(ENTRY_COUNT);
        for (int i = 0; i < ENTRY_COUNT; i++) {
            entries.add(Entry.read(cursor.at(ENTRIES + i * ENTRY_SIZE)));
        }
        return new MasterBootRecord(
                signed,
                !isZero(cursor.view(), BOOT_CODE_SIZE),
                signed && isBootSector(cursor),
                cursor.at(BOOT_CODE_SIZE).u32(),
                entries);
    }

    /** Whether any entry is used. */
    boolean inUse() {
        return entries.stream().anyMatch(Entry::used);
    }

    /** Whether any entry announces a GPT. */
    boolean protective() {
        return signed && entries.stream().anyMatch(Entry::protective);
    }

    /** Whether real partitions stand beside the entry that announces a GPT. */
    boolean hybrid() {
        return protective() && entries.stream().anyMatch(entry -> entry.used() && !entry.protective());
    }

    /** Whether it divides a disk of {@code sectors} sectors; a file system's boot sector does not. */
    boolean divides(long sectors) {
        if (!signed || entries.stream().anyMatch(entry -> (entry.status() & 0x7F) != 0)) {
            return false;
        }
        // A boot sector holds code or nothing where a table holds entries. mkfs.vfat can write a false table there for
        // Windows' sake, with an entry that begins at sector 0.
        return !bootSector || entries.stream().anyMatch(entry -> entry.used() && entry.plausible(sectors));
    }

    private static boolean isBootSector(BinaryCursor cursor) throws IOException {
        return named(cursor, 3, OEM_NAMES)
                || named(cursor, 54, FAT_NAMES)
                || named(cursor, 82, FAT_NAMES)
                || hasParameterBlock(cursor);
    }

    private static boolean named(BinaryCursor cursor, int at, List<String> names) {
        return names.stream().anyMatch(name -> cursor.has(at, name.getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean hasParameterBlock(BinaryCursor cursor) throws IOException {
        int bytesPerSector = cursor.at(11).u16();
        int sectorsPerCluster = cursor.u8();
        int reserved = cursor.u16();
        int fats = cursor.u8();
        int media = cursor.at(21).u8();
        return bytesPerSector >= 512
                && bytesPerSector <= 4096
                && Integer.bitCount(bytesPerSector) == 1
                && Integer.bitCount(sectorsPerCluster) == 1
                && reserved > 0
                && (fats == 1 || fats == 2)
                && media >= 0xF0;
    }

    private static boolean isZero(ByteBuffer bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
