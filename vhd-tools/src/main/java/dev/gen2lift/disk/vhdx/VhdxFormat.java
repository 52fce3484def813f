package dev.gen2lift.disk.vhdx;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Where the fixed structures of a VHDX lie, how they are marked, and the limits that are put on them. */
final class VhdxFormat {

    static final int KIB = 1 << 10;
    static final int MIB = 1 << 20;

    // MS-VHDX 2.2: the header section
    static final byte[] FILE_SIGNATURE = ascii("vhdxfile");
    static final long[] HEADER_OFFSETS = {64 * KIB, 128 * KIB};
    static final int HEADER_LENGTH = 4 * KIB;
    static final byte[] HEADER_SIGNATURE = ascii("head");
    static final long[] REGION_TABLE_OFFSETS = {192 * KIB, 256 * KIB};
    static final int REGION_TABLE_LENGTH = 64 * KIB;
    static final byte[] REGION_SIGNATURE = ascii("regi");
    static final int MAX_ENTRIES = 2047;
    static final UUID BAT_REGION = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    static final UUID METADATA_REGION = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    /** Headers end and everything else begins here; all regions, the log and all blocks are aligned to it. */
    static final int ALIGNMENT = MIB;

    // MS-VHDX 2.3: the log
    static final int LOG_SECTOR = 4 * KIB;
    static final byte[] LOG_ENTRY_SIGNATURE = ascii("loge");
    static final byte[] LOG_DATA_DESCRIPTOR = ascii("desc");
    static final byte[] LOG_ZERO_DESCRIPTOR = ascii("zero");
    static final byte[] LOG_DATA_SECTOR = ascii("data");
    static final long MAX_LOG_LENGTH = 256 * MIB;
    static final int MAX_REPLAYED_DESCRIPTORS = 1 << 18;

    // MS-VHDX 2.6: metadata
    static final byte[] METADATA_SIGNATURE = ascii("metadata");
    static final int METADATA_TABLE_LENGTH = 64 * KIB;
    static final int MAX_ITEM_LENGTH = MIB;
    static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    static final UUID VIRTUAL_DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    static final UUID VIRTUAL_DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    static final UUID LOGICAL_SECTOR_SIZE = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    static final UUID PHYSICAL_SECTOR_SIZE = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");

    /** Not in the specification: set while an image is being created or converted. */
    static final UUID INCOMPLETE_FILE = UUID.fromString("71cc85f0-1b69-4e28-9558-c3bf83ae75d3");

    static final int MIN_BLOCK_SIZE = MIB;
    static final int MAX_BLOCK_SIZE = 256 * MIB;
    static final long MAX_DISK_SIZE = 64L << 40;

    /** Twice the largest disk: bounds what checking the places of blocks takes. */
    static final long MAX_FILE_SIZE = 128L << 40;

    private VhdxFormat() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
