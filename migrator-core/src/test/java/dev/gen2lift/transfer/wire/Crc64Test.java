package dev.gen2lift.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    /** The check value of CRC-64/NVME in the catalogue of parametrised CRC algorithms. */
    @Test
    void givesTheCataloguesCheckValue() {
        ByteBuffer bytes = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(Crc64.of(bytes)).isEqualTo(0xAE8B14860A799888L);
        assertThat(Crc64.header(bytes)).isEqualTo("iJh5CoYUi64=");
    }

    @Test
    void givesTheSameForEveryLengthAndPlaceAsBitByBit() {
        Random random = new Random(3);
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);

        for (int from = 0; from < 20; from++) {
            for (int length = 0; length <= 260; length += 1 + random.nextInt(3)) {
                long expected = bitByBit(bytes, from, length);
                assertThat(Crc64.of(ByteBuffer.wrap(bytes, from, length))).isEqualTo(expected);
                assertThat(Crc64.of(direct.slice(from, length))).isEqualTo(expected);
            }
        }
    }

    private static long bitByBit(byte[] bytes, int from, int length) {
        long crc = -1L;
        for (int i = from; i < from + length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x9A6C9329AC4BC9B5L;
            }
        }
        return ~crc;
    }
}
