package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a host before anything is sent to it. */
class HostReachTest {

    private static final String HOST = "md-impexp-1.z1.blob.storage.azure.net";

    private final List<String> notes = new ArrayList<>();
    private final TransferProgress progress = new TransferProgress() {
        @Override
        public void started(long virtualBytes) {}

        @Override
        public void advanced(long virtualBytes, long writtenBytes) {}

        @Override
        public void note(String line) {
            notes.add(line);
        }
    };

    @Test
    void namesAHostThatDnsDoesNotKnow() {
        AzureRequestException refused = refusal("https://" + HOST + "/c/abcd?sig=x", false, host -> {
            throw new UnknownHostException(host);
        });

        assertThat(refused.code()).isEqualTo(AzureRequestException.UNREACHABLE);
        assertThat(refused.reason()).isEqualTo("the name " + HOST + " does not resolve");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("*.blob.storage.azure.net"));
        assertThat(refused.getMessage()).doesNotContain("sig=");
    }

    @Test
    void namesTheZoneOfPrivateEndpointsWhereTheDiskIsPrivate() {
        AzureRequestException refused = refusal("https://" + HOST + "/c/abcd?sig=x", true, host -> {
            throw new UnknownHostException(host);
        });

        assertThat(refused.hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("privatelink.blob.core.windows.net"));
    }

    @Test
    void saysWhatToOpenWhereNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        AzureRequestException refused =
                refusal("https://127.0.0.1:" + port + "/acc/c/abcd?sig=x", false, InetAddress::getAllByName);

        assertThat(refused.code()).isEqualTo(AzureRequestException.UNREACHABLE);
        assertThat(refused.reason()).isEqualTo("127.0.0.1: the host cannot be reached");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("TCP " + port, "127.0.0.1"));
    }

    @Test
    void warnsOfAPrivateDiskWhoseNameIsPublicAndSaysSoWhereItIsRefused() throws Exception {
        try (OneAnswer service = new OneAnswer("403 Forbidden", "AuthorizationFailure")) {
            AzureRequestException refused =
                    refusal(service.url(), true, host -> new InetAddress[] {InetAddress.getByName("20.60.1.2")});

            assertThat(notes).singleElement().asString().contains("20.60.1.2", "privatelink");
            assertThat(refused.reason()).contains("private endpoint only", "resolves to 20.60.1.2");
            assertThat(refused.status()).isEqualTo(403);
        }
    }

    @Test
    void takesASasThatMayNotReadForReachable() throws Exception {
        try (OneAnswer service = new OneAnswer("403 Forbidden", "AuthorizationPermissionMismatch")) {
            reach(service.url(), false, InetAddress::getAllByName);
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void leavesOtherRefusalsAsTheyAre() throws Exception {
        try (OneAnswer service = new OneAnswer("403 Forbidden", "AuthenticationFailed")) {
            assertThat(refusal(service.url(), true, InetAddress::getAllByName).code())
                    .isEqualTo("AuthenticationFailed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "172.31.0.1, true",
        "172.32.0.1, false",
        "192.168.7.8, true",
        "100.64.0.1, true",
        "100.127.255.254, true",
        "100.128.0.1, false",
        "127.0.0.1, true",
        "20.60.1.2, false",
        "fd00::1, true",
        "fe80::1, true",
        "2603:1030::1, false"
    })
    void tellsPrivateAddressesFromPublicOnes(String address, boolean expected) throws Exception {
        assertThat(HostReach.isPrivate(InetAddress.getByName(address))).isEqualTo(expected);
    }

    private AzureRequestException refusal(String url, boolean privateOnly, HostReach.Names names) {
        return catchThrowableOfType(AzureRequestException.class, () -> reach(url, privateOnly, names));
    }

    private void reach(String url, boolean privateOnly, HostReach.Names names) throws IOException {
        PageBlobConnection connection = new PageBlobConnection(
                AzureHttp.create(Optional.empty()),
                Optional.empty(),
                PageBlobConnection.retries(1, Duration.ofMillis(1), Duration.ofMillis(5)),
                List.of());
        new HostReach(connection, PageBlobAddress.parse(url, "x"), names).require(privateOnly, progress);
    }

    /** A service that has the same answer to everything. */
    private static final class OneAnswer implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        OneAnswer(String status, String code) throws IOException {
            byte[] answer = ("HTTP/1.1 " + status + "\r\nx-ms-error-code: " + code
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            Thread thread = new Thread(() -> serve(answer), "one-answer");
            thread.setDaemon(true);
            thread.start();
        }

        String url() {
            return "http://127.0.0.1:" + listening.getLocalPort() + "/acc/c/abcd?sig=x";
        }

        private void serve(byte[] answer) {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    if (socket.getInputStream().read(new byte[8192]) > 0) {
                        socket.getOutputStream().write(answer);
                    }
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
