package dev.gen2lift.testimages.partition;

import java.util.UUID;

/** GPT partition types. */
public final class PartitionTypes {

    public static final UUID EFI_SYSTEM = UUID.fromString("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
    public static final UUID MICROSOFT_RESERVED = UUID.fromString("E3C9E316-0B5C-4DB8-817D-F92DF00215AE");
    public static final UUID MICROSOFT_BASIC_DATA = UUID.fromString("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");
    public static final UUID WINDOWS_RECOVERY = UUID.fromString("DE94BBA4-06D1-4D40-A16A-BFD50179D6AC");
    public static final UUID LINUX_FILESYSTEM = UUID.fromString("0FC63DAF-8483-4772-8E79-3D69D8477DE4");
    public static final UUID LINUX_ROOT_X86_64 = UUID.fromString("4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709");
    public static final UUID LINUX_SWAP = UUID.fromString("0657FD6D-A4AB-43C4-84E5-0933C84B4F4F");
    public static final UUID LINUX_LVM = UUID.fromString("E6D6D379-F507-44C2-A23C-238F2A3DF928");
    public static final UUID BIOS_BOOT = UUID.fromString("21686148-6449-6E6F-744E-656564454649");

    private PartitionTypes() {}
}
