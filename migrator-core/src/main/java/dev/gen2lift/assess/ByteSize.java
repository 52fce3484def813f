package dev.gen2lift.assess;

import java.util.Locale;

/** Sizes in binary units, as people read them: "127 GiB", "1.5 MiB". */
public final class ByteSize {

    public static final long KIB = 1L << 10;
    public static final long MIB = 1L << 20;
    public static final long GIB = 1L << 30;
    public static final long TIB = 1L << 40;

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ByteSize() {}

    /** At most two decimals, rounded down so that a size just under a limit never reads as the limit. */
    public static String text(long bytes) {
        int unit = 0;
        long divisor = 1;
        while (unit < UNITS.length - 1 && bytes / divisor >= 1024) {
            divisor <<= 10;
            unit++;
        }
        // by parts of 128 bytes, so that nothing overflows
        long hundredths = divisor == 1 ? 0 : bytes % divisor / 128 * 100 / (divisor / 128);
        String number = Long.toString(bytes / divisor);
        if (hundredths != 0) {
            number += String.format(Locale.ROOT, ".%02d", hundredths).replaceFirst("0$", "");
        }
        return number + " " + UNITS[unit];
    }

    /** Whole GiB, rounded up. */
    public static long gibibytes(long bytes) {
        return bytes / GIB + (bytes % GIB == 0 ? 0 : 1);
    }
}
