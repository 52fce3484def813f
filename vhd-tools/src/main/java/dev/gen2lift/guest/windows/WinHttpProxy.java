package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteOrder;

/**
 * The proxy that services use.
 *
 * @param proxy empty for none
 * @param bypass what is reached without it, separated by semicolons
 */
public record WinHttpProxy(String proxy, String bypass) {

    static final WinHttpProxy DIRECT = new WinHttpProxy("", "");

    private static final int FLAGS = 8;
    private static final int FLAG_PROXY = 2;

    /** Reads the value WinHttpSettings: three numbers, then two texts with their lengths. */
    static WinHttpProxy parse(byte[] data) throws BadImageException {
        BinaryCursor cursor = BinaryCursor.of("SOFTWARE", "WinHttpSettings", 0, data, ByteOrder.LITTLE_ENDIAN);
        if (data.length < FLAGS + 4 || (cursor.at(FLAGS).u32() & FLAG_PROXY) == 0) {
            return DIRECT;
        }
        String proxy = text(cursor);
        return new WinHttpProxy(proxy, text(cursor));
    }

    private static String text(BinaryCursor cursor) throws BadImageException {
        long length = cursor.u32();
        if (length > cursor.length()) {
            throw cursor.corrupt(cursor.position() - 4, "text of " + length + " bytes");
        }
        return cursor.ascii((int) length);
    }
}
