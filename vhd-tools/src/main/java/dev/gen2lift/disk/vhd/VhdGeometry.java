package dev.gen2lift.disk.vhd;

/**
 * Cylinders, heads and sectors per track as a footer states them (VHD 1.0, "Disk Geometry"). Only for show: the size
 * field is what a disk's size is read from.
 *
 * @param cylinders 0 to 65535
 * @param heads 0 to 255
 * @param sectorsPerTrack 0 to 255
 */
public record VhdGeometry(int cylinders, int heads, int sectorsPerTrack) {

    /** What a disk too large for any geometry states; Hyper-V and QEMU then go by the size field. */
    public static final VhdGeometry SATURATED = new VhdGeometry(65535, 16, 255);

    private static final int SECTOR = 512;
    private static final int MAX_SECTORS_WITH_63 = 65535 * 16 * 63;

    /** The geometry that the specification's appendix computes for a disk of {@code size} bytes, at least 0. */
    public static VhdGeometry of(long size) {
        long sectors = size / SECTOR;
        if (sectors >= SATURATED.size() / SECTOR) {
            return SATURATED;
        }
        if (sectors >= MAX_SECTORS_WITH_63) {
            return of(sectors, 16, 255);
        }
        long cylinderHeads = sectors / 17;
        int heads = (int) Math.max(4, (cylinderHeads + 1023) / 1024);
        if (heads <= 16 && cylinderHeads < heads * 1024L) {
            return of(sectors, heads, 17);
        }
        if (sectors / 31 < 16 * 1024) {
            return of(sectors, 16, 31);
        }
        return of(sectors, 16, 63);
    }

    private static VhdGeometry of(long sectors, int heads, int sectorsPerTrack) {
        return new VhdGeometry((int) (sectors / sectorsPerTrack / heads), heads, sectorsPerTrack);
    }

    /** Bytes that the geometry addresses; up to a cylinder less than the disk's size. */
    public long size() {
        return (long) cylinders * heads * sectorsPerTrack * SECTOR;
    }
}
