package dev.gen2lift.transfer.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZeroDigestsTest {

    @Test
    void areThoseOfZeros() throws Exception {
        ZeroDigests digests = new ZeroDigests(new ChunkLayout(2L * ChunkLayout.CHUNK + 4096));

        assertThat(digests.of(0).hex()).isEqualTo(sha256(new byte[ChunkLayout.CHUNK]));
        assertThat(digests.of(2).hex()).isEqualTo(sha256(new byte[4096]));
    }

    @Test
    void zerosAroundDataCountAsIfTheyWereThere() throws Exception {
        Random random = new Random(1);
        for (int before : new int[] {0, 512, 65_535, 65_536, 70_000, 1 << 20, 4_000_000}) {
            byte[] data = new byte[1 + random.nextInt(100_000)];
            random.nextBytes(data);
            int behind = random.nextInt(100_000);
            byte[] whole = new byte[before + data.length + behind];
            System.arraycopy(data, 0, whole, before, data.length);

            assertThat(ChunkDigest.of(before, ByteBuffer.wrap(data), behind).hex())
                    .isEqualTo(sha256(whole));
        }
        assertThat(ChunkDigest.ofZeros(9_000_000).hex()).isEqualTo(sha256(new byte[9_000_000]));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
