package dev.gen2lift.testimages.vhdx;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Offsets, sizes and identifiers of MS-VHDX; all sizes in bytes. */
public final class VhdxFormat {

    public static final int MIB = 1 << 20;
    public static final int KIB_4 = 4 << 10;
    public static final int KIB_64 = 64 << 10;

    public static final long HEADER_1_OFFSET = KIB_64;
    public static final long HEADER_2_OFFSET = 2 * KIB_64;
    public static final long REGION_TABLE_1_OFFSET = 3 * KIB_64;
    public static final long REGION_TABLE_2_OFFSET = 4 * KIB_64;

    /** Sectors that one sector bitmap block describes, one bit each (2.5.1.2). */
    public static final long SECTORS_PER_CHUNK = 1L << 23;

    public static final UUID BAT_REGION = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    public static final UUID METADATA_REGION = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    public static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    public static final UUID VIRTUAL_DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    public static final UUID VIRTUAL_DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    public static final UUID LOGICAL_SECTOR_SIZE = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    public static final UUID PHYSICAL_SECTOR_SIZE = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    public static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");

    /** The only type of parent locator that is specified (2.6.2.6.1). */
    public static final UUID VHDX_PARENT_LOCATOR = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");

    private VhdxFormat() {}

    /** Puts the CRC-32C of the whole structure, the field itself taken as zero, at byte 4. */
    static void checksum(ByteBuffer structure) {
        structure.putInt(4, 0);
        CRC32C crc = new CRC32C();
        crc.update(structure.rewind());
        structure.putInt(4, (int) crc.getValue());
        structure.rewind();
    }
}
