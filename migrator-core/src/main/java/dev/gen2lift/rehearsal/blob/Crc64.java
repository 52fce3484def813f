package dev.gen2lift.rehearsal.blob;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Azure Storage's CRC-64 of {@code x-ms-content-crc64}: reflected, polynomial {@code 9A6C9329AC4BC9B5}, all ones in and
 * out (the catalogue's CRC-64/NVME). Eight bytes a step.
 */
final class Crc64 {

    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private Crc64() {}

    /** The checksum of the bytes between position and limit, as the header carries it: little endian, Base64. */
    static String header(ByteBuffer bytes) {
        byte[] raw = new byte[8];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putLong(of(bytes));
        return Base64.getEncoder().encodeToString(raw);
    }

    /** The checksum of the bytes between position and limit, which stay where they are. */
    static long of(ByteBuffer bytes) {
        ByteBuffer data = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long crc = -1L;
        while (data.remaining() >= 8) {
            long word = crc ^ data.getLong();
            crc = TABLES[7][(int) (word & 0xff)]
                    ^ TABLES[6][(int) (word >>> 8 & 0xff)]
                    ^ TABLES[5][(int) (word >>> 16 & 0xff)]
                    ^ TABLES[4][(int) (word >>> 24 & 0xff)]
                    ^ TABLES[3][(int) (word >>> 32 & 0xff)]
                    ^ TABLES[2][(int) (word >>> 40 & 0xff)]
                    ^ TABLES[1][(int) (word >>> 48 & 0xff)]
                    ^ TABLES[0][(int) (word >>> 56)];
        }
        while (data.hasRemaining()) {
            crc = TABLES[0][(int) ((crc ^ data.get()) & 0xff)] ^ crc >>> 8;
        }
        return ~crc;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            tables[0][i] = value;
        }
        for (int i = 0; i < 256; i++) {
            for (int step = 1; step < 8; step++) {
                long previous = tables[step - 1][i];
                tables[step][i] = tables[0][(int) (previous & 0xff)] ^ previous >>> 8;
            }
        }
        return tables;
    }
}
