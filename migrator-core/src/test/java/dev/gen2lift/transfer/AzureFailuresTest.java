package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Exceptions;

class AzureFailuresTest {

    private static final String RESOURCE = "https://account.blob.core.windows.net/vhds/disk.vhd";

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void seesThroughTheWrappersOfReactiveStreams() {
        IOException failure =
                AzureFailures.translate(Exceptions.propagate(new UnknownHostException("no-such.example")), RESOURCE);

        assertThat(failure).isInstanceOfSatisfying(AzureRequestException.class, e -> {
            assertThat(e.code()).isEqualTo(AzureRequestException.UNREACHABLE);
            assertThat(e.status()).isZero();
            assertThat(e.resource()).isEqualTo(RESOURCE);
            assertThat(e.hint()).isPresent();
        });
    }

    @Test
    void tellsARefusedConnectionFromOneThatTookTooLong() {
        assertThat(code(new ConnectException("Connection refused"))).isEqualTo(AzureRequestException.UNREACHABLE);
        assertThat(code(new TimeoutException("300 s"))).isEqualTo(AzureRequestException.TIMEOUT);
    }

    @Test
    void keepsTheThreadInterrupted() {
        IOException failure = AzureFailures.translate(Exceptions.propagate(new InterruptedException()), RESOURCE);

        assertThat(failure).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void leavesItsOwnExceptionsAlone() {
        AzureRequestException own = new AzureRequestException(0, "X", "no", RESOURCE, "");

        assertThat(AzureFailures.translate(own, "other")).isSameAs(own);
    }

    @ParameterizedTest
    @CsvSource({
        "'at https://a.b/c?sv=1&sig=c2VjcmV0 it broke'",
        "'string to sign sig=c2VjcmV0&sp=r'",
        "'client_secret=c2VjcmV0'",
        "'Authorization: Bearer c2VjcmV0'",
        "'SharedKey account:c2VjcmV0'"
    })
    void neverRepeatsASecret(String message) {
        StringWriter all = new StringWriter();

        AzureFailures.translate(new IOException(message), RESOURCE).printStackTrace(new PrintWriter(all));

        assertThat(all.toString()).doesNotContain("c2VjcmV0");
    }

    private static String code(Throwable thrown) {
        return ((AzureRequestException) AzureFailures.translate(thrown, RESOURCE)).code();
    }
}
