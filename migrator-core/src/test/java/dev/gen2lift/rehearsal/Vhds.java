package dev.gen2lift.rehearsal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Footers of fixed VHDs (Virtual Hard Disk Image Format Specification 1.0), right and wrong. */
final class Vhds {

    private static final int CHECKSUM_AT = 64;

    private Vhds() {}

    static ByteBuffer footer(long size) {
        return footer(size, "conectix", 2);
    }

    static ByteBuffer footer(long size, String cookie, int type) {
        ByteBuffer footer = ByteBuffer.allocate(512);
        footer.put(cookie.getBytes(StandardCharsets.US_ASCII));
        footer.putInt(8, 2).putInt(12, 0x10000).putLong(16, -1L);
        footer.put(28, "test".getBytes(StandardCharsets.US_ASCII));
        footer.putInt(32, 0x10000).put(36, "Wi2k".getBytes(StandardCharsets.US_ASCII));
        footer.putLong(40, size).putLong(48, size).putInt(56, 0xFFFF10FF).putInt(60, type);
        footer.putLong(68, 0x1122334455667788L).putLong(76, size);
        int sum = 0;
        for (byte one : footer.array()) {
            sum += Byte.toUnsignedInt(one);
        }
        return footer.putInt(CHECKSUM_AT, ~sum).rewind();
    }
}
