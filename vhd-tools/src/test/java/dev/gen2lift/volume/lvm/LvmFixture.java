package dev.gen2lift.volume.lvm;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Two physical volumes that LVM2 has made, "pv0" and "pv1" ({@code make.sh}, beside them). */
public final class LvmFixture {

    /** Bytes. */
    public static final int EXTENT = 128 << 10;

    /** Where the first extent begins. */
    public static final int DATA = 128 << 10;

    private LvmFixture() {}

    static InputStream resource(String name) {
        return Objects.requireNonNull(LvmFixture.class.getResourceAsStream(name));
    }

    /** A physical volume whose extents are zero. */
    public static byte[] empty(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(resource(name + ".img.gz"))) {
            return in.readAllBytes();
        }
    }

    /** A physical volume whose extents are filled at random. */
    static byte[] filled(String name, long seed) throws IOException {
        byte[] volume = empty(name);
        byte[] data = new byte[volume.length - DATA];
        new Random(seed).nextBytes(data);
        System.arraycopy(data, 0, volume, DATA, data.length);
        return volume;
    }
}
