package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final WatchedProgress progress = WatchedProgress.only();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sp=rcw&se=2026-11-23T09%3A59Z; SasExpired; expired at 2026-11-23T09:59:00Z",
                "sp=rcw&se=2026-11-23; SasExpired; expired at",
                "sp=rcw&st=2026-11-23T10%3A05Z&se=2026-12-01; SasNotYetValid; begins at 2026-11-23T10:05:00Z",
                "sp=r&se=2026-12-01; SasPermissions; read, create, write",
                "sp=rl&se=2026-12-01; SasPermissions; does not allow to write"
            })
    void refusesWhatCanOnlyBeRefused(String sas, String code, String hint) {
        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> Preflight.requireUsable(address(sas), NOW, progress));

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.hint()).hasValueSatisfying(text -> assertThat(text).contains(hint));
        assertThat(refused.getMessage()).doesNotContain("sig=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sp=rcw&se=2026-12-01; 0",
                "si=policy; 0",
                "sp=cw&se=2026-12-01; 1",
                "sp=rcw&se=2026-11-23T10%3A30Z; 1"
            })
    void saysWhatMayGoWrong(String sas, int expected) {
        assertThatCode(() -> Preflight.requireUsable(address(sas), NOW, progress))
                .doesNotThrowAnyException();
        assertThat(progress.notes()).hasSize(expected);
    }

    @Test
    void saysThatTheClockIsWrong() {
        Instant theirs = Preflight.serviceTime(header(Instant.now().minusSeconds(3600)), progress);

        assertThat(theirs).isBefore(Instant.now().minusSeconds(3000));
        assertThat(progress.notes()).singleElement().asString().contains("ahead of");
    }

    @Test
    void saysNothingOfAClockThatIsRight() {
        Preflight.serviceTime(header(Instant.now()), progress);
        Preflight.serviceTime("null", progress);

        assertThat(progress.notes()).isEmpty();
    }

    private static String header(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    private static PageBlobAddress address(String sas) {
        return PageBlobAddress.parse("https://account.blob.core.windows.net/vhds/disk.vhd?" + sas + "&sig=x", "x");
    }
}
