package dev.gen2lift.testimages.vhd;

/** Cylinders, heads and sectors per track as the footer has them. */
public record VhdGeometry(int cylinders, int heads, int sectors) {

    /** The largest that the field can express: about 127.5 GiB. */
    public static final VhdGeometry LARGEST = new VhdGeometry(65535, 16, 255);

    /** The specification's calculation (appendix "CHS Calculation") for a disk of {@code size} bytes. */
    public static VhdGeometry of(long size) {
        long total = Math.min(size / 512, 65535L * 16 * 255);
        if (total >= 65535L * 16 * 63) {
            return new VhdGeometry((int) (total / 255 / 16), 16, 255);
        }
        int sectors = 17;
        long tracks = total / sectors;
        int heads = Math.max(4, (int) ((tracks + 1023) / 1024));
        if (tracks >= heads * 1024L || heads > 16) {
            sectors = 31;
            heads = 16;
            tracks = total / sectors;
        }
        if (tracks >= heads * 1024L) {
            sectors = 63;
            heads = 16;
            tracks = total / sectors;
        }
        return new VhdGeometry((int) (tracks / heads), heads, sectors);
    }

    /** Bytes that the geometry spans, at most those of the disk that it was computed for. */
    public long size() {
        return 512L * cylinders * heads * sectors;
    }
}
