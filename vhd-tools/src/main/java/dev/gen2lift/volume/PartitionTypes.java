package dev.gen2lift.volume;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The standard names of partition types. GPT: UEFI 5.3.3, Microsoft's PARTITION_INFORMATION_GPT and the Discoverable
 * Partitions Specification; MBR: the bytes in common use, for which no standard exists.
 */
public final class PartitionTypes {

    /** The name of a type that is in no list. */
    public static final String UNKNOWN = "unknown";

    public static final String EFI_SYSTEM = Partition.EFI_SYSTEM;
    public static final String BIOS_BOOT = "bios-boot";
    public static final String EXTENDED = "extended";
    public static final String MICROSOFT_RESERVED = "microsoft-reserved";
    public static final String MICROSOFT_BASIC_DATA = "microsoft-basic-data";
    public static final String WINDOWS_RECOVERY = "windows-recovery";
    public static final String LDM_METADATA = "ldm-metadata";
    public static final String LDM_DATA = "ldm-data";
    public static final String STORAGE_SPACES = "storage-spaces";

    private static final Map<String, String> GPT = Map.ofEntries(
            Map.entry("C12A7328-F81F-11D2-BA4B-00A0C93EC93B", EFI_SYSTEM),
            Map.entry("21686148-6449-6E6F-744E-656564454649", BIOS_BOOT),
            Map.entry("024DEE41-33E7-11D3-9D69-0008C781F39F", "mbr-partition-scheme"),
            Map.entry("E3C9E316-0B5C-4DB8-817D-F92DF00215AE", MICROSOFT_RESERVED),
            Map.entry("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", MICROSOFT_BASIC_DATA),
            Map.entry("DE94BBA4-06D1-4D40-A16A-BFD50179D6AC", WINDOWS_RECOVERY),
            Map.entry("5808C8AA-7E8F-42E0-85D2-E1E90434CFB3", LDM_METADATA),
            Map.entry("AF9B60A0-1431-4F62-BC68-3311714A69AD", LDM_DATA),
            Map.entry("E75CAF8F-F680-4CEE-AFA3-B001E56EFC2D", STORAGE_SPACES),
            Map.entry("0FC63DAF-8483-4772-8E79-3D69D8477DE4", "linux-filesystem"),
            Map.entry("0657FD6D-A4AB-43C4-84E5-0933C84B4F4F", "linux-swap"),
            Map.entry("E6D6D379-F507-44C2-A23C-238F2A3DF928", "linux-lvm"),
            Map.entry("A19D880F-05FC-4D3B-A006-743F0F84911E", "linux-raid"),
            Map.entry("CA7D7CCB-63ED-4C53-861C-1742536059CC", "linux-luks"),
            Map.entry("BC13C2FF-59E6-4262-A352-B275FD6F7172", "linux-xbootldr"),
            Map.entry("44479540-F297-41B2-9AF7-D131D5F0458A", "linux-root-x86"),
            Map.entry("4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709", "linux-root-x86-64"),
            Map.entry("69DAD710-2CE4-4E3C-B16C-21A1D49ABED3", "linux-root-arm"),
            Map.entry("B921B045-1DF0-41C3-AF44-4C6F280D3FAE", "linux-root-arm64"),
            Map.entry("8484680C-9521-48C6-9C11-B0720656F69E", "linux-usr-x86-64"),
            Map.entry("B0E01050-EE5F-4390-949A-9101B17104E9", "linux-usr-arm64"),
            Map.entry("2C7357ED-EBD2-46D9-AEC1-23D437EC2BF5", "linux-root-x86-64-verity"),
            Map.entry("933AC7E1-2EB4-4F13-B844-0E14E2AEF915", "linux-home"),
            Map.entry("3B8F8425-20E0-4F3B-907F-1A25A76F98E8", "linux-srv"),
            Map.entry("4D21B016-B534-45C2-A9FB-5C16E091FD2D", "linux-var"),
            Map.entry("7EC6F557-3BC5-4ACA-B293-16EF5DF639D1", "linux-tmp"),
            Map.entry("8DA63339-0007-60C0-C436-083AC8230908", "linux-reserved"));

    private static final Map<Integer, String> MBR = Map.ofEntries(
            Map.entry(0x01, "fat12"),
            Map.entry(0x04, "fat16"),
            Map.entry(0x05, EXTENDED),
            Map.entry(0x06, "fat16"),
            Map.entry(0x07, MICROSOFT_BASIC_DATA),
            Map.entry(0x0B, "fat32"),
            Map.entry(0x0C, "fat32"),
            Map.entry(0x0E, "fat16"),
            Map.entry(0x0F, EXTENDED),
            Map.entry(0x27, WINDOWS_RECOVERY),
            Map.entry(0x42, LDM_DATA),
            Map.entry(0x82, "linux-swap"),
            Map.entry(0x83, "linux-filesystem"),
            Map.entry(0x85, EXTENDED),
            Map.entry(0x8E, "linux-lvm"),
            Map.entry(0xE7, STORAGE_SPACES),
            Map.entry(0xE8, "linux-luks"),
            Map.entry(0xEA, "linux-xbootldr"),
            Map.entry(0xEE, "gpt-protective"),
            Map.entry(0xEF, EFI_SYSTEM),
            Map.entry(0xFD, "linux-raid"));

    private PartitionTypes() {}

    static String gptName(UUID type) {
        return GPT.getOrDefault(gptId(type), UNKNOWN);
    }

    static String gptId(UUID type) {
        return type.toString().toUpperCase(Locale.ROOT);
    }

    static String mbrName(int type) {
        return MBR.getOrDefault(type, UNKNOWN);
    }

    static String mbrId(int type) {
        return String.format(Locale.ROOT, "%02X", type);
    }
}
