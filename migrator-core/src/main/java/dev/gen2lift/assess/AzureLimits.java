package dev.gen2lift.assess;

/** Sizes that Azure sets, in bytes of the virtual disk without the VHD footer unless said otherwise. */
public final class AzureLimits {

    /** The footer of a fixed VHD. */
    public static final long FOOTER = 512;

    /** {@code uploadSizeBytes} begins at 20,972,032: this and the footer (REST, CreationData). */
    public static final long UPLOAD_MIN = 20 * ByteSize.MIB;

    /** An MBR addresses no more; Azure's limit for a Generation 1 OS disk. */
    public static final long OS_GEN1_MAX = 2048 * ByteSize.GIB;

    public static final long OS_GEN2_MAX = 4095 * ByteSize.GIB;

    /** Standard and Premium disks; also what {@code uploadSizeBytes} ends at: 35,183,298,347,520 with the footer. */
    public static final long DATA_MAX = 32_767 * ByteSize.GIB;

    /** Ultra and Premium SSD v2. */
    public static final long DATA_ULTRA_MAX = 65_536 * ByteSize.GIB;

    /** A page blob, its footer included. */
    public static final long PAGE_BLOB_MAX = 8 * ByteSize.TIB;

    /** The largest VHD that Hyper-V's own tools make. */
    public static final long HYPERV_VHD_MAX = 2040 * ByteSize.GIB;

    /** The largest disk with host caching. */
    public static final long HOST_CACHE_MAX = 4095 * ByteSize.GIB;

    /** Disks of one machine, the OS disk included, that Azure Migrate accepts. */
    public static final int MIGRATE_DISKS_MAX = 16;

    private AzureLimits() {}

    /** The size that a managed disk gets: rounded up to the next MiB; sizes far beyond every limit stay as they are. */
    public static long managedDiskSize(long capacity) {
        long remainder = capacity % ByteSize.MIB;
        return remainder == 0 || capacity > Long.MAX_VALUE - 2 * ByteSize.MIB
                ? capacity
                : capacity + ByteSize.MIB - remainder;
    }
}
