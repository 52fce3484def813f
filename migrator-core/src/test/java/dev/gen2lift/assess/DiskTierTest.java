package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTierTest {

    @ParameterizedTest
    @CsvSource({
        "1, 4, P1, E1, S4",
        "8, 8, P2, E2, S4",
        "32, 32, P4, E4, S4",
        "33, 64, P6, E6, S6",
        "127, 128, P10, E10, S10",
        "1025, 2048, P40, E40, S40",
        "4095, 4096, P50, E50, S50",
        "32767, 32767, P80, E80, S80"
    })
    void namesTheTierOfASize(long gib, int billed, String premium, String ssd, String hdd) {
        assertThat(DiskTier.of(gib * ByteSize.GIB)).contains(new DiskTier(billed, premium, ssd, hdd));
    }

    @Test
    void thereIsNoneBeyondTheLargest() {
        assertThat(DiskTier.of(32_767 * ByteSize.GIB + 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "1073741823, 1023.99 MiB",
        "136365211648, 127 GiB",
        "70368744177664, 64 TiB",
        "9223372036854775807, 7.99 EiB"
    })
    void sizesReadAsPeopleSayThem(long bytes, String text) {
        assertThat(ByteSize.text(bytes)).isEqualTo(text);
    }
}
