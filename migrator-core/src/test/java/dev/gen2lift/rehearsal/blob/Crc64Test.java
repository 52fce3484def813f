package dev.gen2lift.rehearsal.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.common.implementation.contentvalidation.StorageCrc64Calculator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    @Test
    void theCatalogueCheckValueIsMet() {
        ByteBuffer digits = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(Crc64.of(digits)).isEqualTo(0xAE8B14860A799888L);
        assertThat(digits.remaining()).isEqualTo(9);
    }

    @Test
    void theSdkComputesTheSame() {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 7, 8, 9, 511, 512, 4096, 100_003}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Crc64.of(ByteBuffer.wrap(bytes))).isEqualTo(StorageCrc64Calculator.compute(bytes, 0));
        }
    }
}
