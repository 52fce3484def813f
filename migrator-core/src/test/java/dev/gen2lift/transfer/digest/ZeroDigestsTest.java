package dev.gen2lift.transfer.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZeroDigestsTest {

    @Test
    void areThoseOfZeros() {
        ZeroDigests digests = new ZeroDigests(new ChunkLayout(2L * ChunkLayout.CHUNK + 4096));

        assertThat(digests.of(0)).isEqualTo(ChunkDigest.ofZeros(ChunkLayout.CHUNK));
        assertThat(digests.of(2)).isEqualTo(ChunkDigest.ofZeros(4096));
    }
}
