package dev.gen2lift.transfer.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * The CRC-64 that Azure Storage checks a request's bytes by ({@code x-ms-content-crc64}): reflected, polynomial
 * {@code 9A6C9329AC4BC9B5}, all ones in and out (CRC-64/NVME of the catalogue). Sixteen bytes a step, by a table for each
 * of their places; twice as fast as the JDK's MD5.
 */
public final class Crc64 {

    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final int STEP = 16;
    private static final int CHUNK = 16 << 10;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // One constant array each: the compiler then knows their length, and checks no index.
    private static final long[] T0 = first();
    private static final long[] T1 = next(T0);
    private static final long[] T2 = next(T1);
    private static final long[] T3 = next(T2);
    private static final long[] T4 = next(T3);
    private static final long[] T5 = next(T4);
    private static final long[] T6 = next(T5);
    private static final long[] T7 = next(T6);
    private static final long[] T8 = next(T7);
    private static final long[] T9 = next(T8);
    private static final long[] T10 = next(T9);
    private static final long[] T11 = next(T10);
    private static final long[] T12 = next(T11);
    private static final long[] T13 = next(T12);
    private static final long[] T14 = next(T13);
    private static final long[] T15 = next(T14);

    private long crc = -1L;

    /** As the header carries it: eight bytes, little endian, Base64. */
    public static String header(ByteBuffer bytes) {
        return header(of(bytes));
    }

    static String header(long crc) {
        byte[] raw = new byte[Long.BYTES];
        LONGS.set(raw, 0, crc);
        return Base64.getEncoder().encodeToString(raw);
    }

    /** Of the bytes between position and limit, which stay where they are. */
    static long of(ByteBuffer bytes) {
        Crc64 crc = new Crc64();
        ByteBuffer rest = bytes.duplicate();
        if (rest.hasArray()) {
            crc.update(rest.array(), rest.arrayOffset() + rest.position(), rest.remaining());
            return crc.value();
        }
        byte[] chunk = new byte[Math.min(CHUNK, rest.remaining())];
        while (rest.hasRemaining()) {
            int length = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, length);
            crc.update(chunk, 0, length);
        }
        return crc.value();
    }

    void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long value = crc;
        for (; at <= end - STEP; at += STEP) {
            long low = value ^ (long) LONGS.get(bytes, at);
            long high = (long) LONGS.get(bytes, at + Long.BYTES);
            value = T15[(int) low & 0xff]
                    ^ T14[(int) (low >>> 8) & 0xff]
                    ^ T13[(int) (low >>> 16) & 0xff]
                    ^ T12[(int) (low >>> 24) & 0xff]
                    ^ T11[(int) (low >>> 32) & 0xff]
                    ^ T10[(int) (low >>> 40) & 0xff]
                    ^ T9[(int) (low >>> 48) & 0xff]
                    ^ T8[(int) (low >>> 56)]
                    ^ T7[(int) high & 0xff]
                    ^ T6[(int) (high >>> 8) & 0xff]
                    ^ T5[(int) (high >>> 16) & 0xff]
                    ^ T4[(int) (high >>> 24) & 0xff]
                    ^ T3[(int) (high >>> 32) & 0xff]
                    ^ T2[(int) (high >>> 40) & 0xff]
                    ^ T1[(int) (high >>> 48) & 0xff]
                    ^ T0[(int) (high >>> 56)];
        }
        for (; at < end; at++) {
            value = T0[(int) (value ^ bytes[at]) & 0xff] ^ value >>> 8;
        }
        crc = value;
    }

    long value() {
        return ~crc;
    }

    private static long[] first() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            table[i] = value;
        }
        return table;
    }

    /** For the place one byte further from the end. */
    private static long[] next(long[] table) {
        long[] further = new long[table.length];
        for (int i = 0; i < table.length; i++) {
            further[i] = T0[(int) table[i] & 0xff] ^ table[i] >>> 8;
        }
        return further;
    }
}
