package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import dev.gen2lift.transfer.rate.Throttle;
import dev.gen2lift.transfer.wire.PageAnswer;
import dev.gen2lift.transfer.wire.PageRequest;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class PageSenderTest {

    private static final PageBlobAddress SAS = address("one");
    private static final String MD5 = "Content-MD5";
    private static final String CRC64 = "x-ms-content-crc64";

    private final List<PageRequest> requests = new ArrayList<>();
    private final Deque<Object> answers = new ArrayDeque<>();
    private final WatchedProgress progress = WatchedProgress.only();

    @Test
    void sendsTheRangeWithACrc64() throws Exception {
        send(PageBlobAccess.of(SAS));

        PageRequest request = requests.get(0);
        assertThat(request.target())
                .hasToString("https://account.blob.core.windows.net/vhds/disk.vhd?sp=w&sig=one&comp=page");
        assertThat(request.headers())
                .containsEntry("x-ms-range", "bytes=4096-5119")
                .containsEntry("x-ms-page-write", "update")
                .containsKeys(CRC64, "x-ms-version")
                .doesNotContainKeys(MD5, "Authorization");
    }

    @Test
    void triesAgainWhatCanHelp() throws Exception {
        answers.add(answer(503, "ServerBusy"));
        answers.add(answer(500, "OperationTimedOut"));
        answers.add(new SocketException("Connection reset"));
        answers.add(new SocketTimeoutException("nothing moved"));
        answers.add(answer(400, "Crc64Mismatch"));

        send(PageBlobAccess.of(SAS));

        assertThat(requests).hasSize(6);
        assertThat(progress.retries()).isEqualTo(5);
    }

    @Test
    void givesUpAfterTheTriesThatItHas() {
        for (int i = 0; i < 20; i++) {
            answers.add(answer(503, "ServerBusy"));
        }

        AzureRequestException refused =
                catchThrowableOfType(AzureRequestException.class, () -> send(PageBlobAccess.of(SAS)));

        assertThat(refused.code()).isEqualTo("ServerBusy");
        assertThat(refused.getMessage()).doesNotContain("sig");
        assertThat(refused.hint()).isPresent();
        assertThat(requests).hasSize(8);
    }

    @Test
    void doesNotTryAgainWhatCannotHelp() {
        answers.add(answer(412, "LeaseIdMissing"));

        AzureRequestException refused =
                catchThrowableOfType(AzureRequestException.class, () -> send(PageBlobAccess.of(SAS)));

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("lease"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheServiceAsks() throws Exception {
        answers.add(new PageAnswer(503, Map.of("x-ms-error-code", "ServerBusy", "x-ms-retry-after-ms", "400"), ""));
        long began = System.nanoTime();

        send(PageBlobAccess.of(SAS));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void takesMd5WhereTheServiceKnowsNoCrc64() throws Exception {
        answers.add(answer(400, "UnsupportedHeader"));
        PageSender sender = sender(PageBlobAccess.of(SAS), Optional.empty());

        sender.send(0, ByteBuffer.allocate(512));
        sender.send(512, ByteBuffer.allocate(512));

        assertThat(requests).hasSize(3);
        assertThat(requests.get(1).headers()).containsKey(MD5).doesNotContainKey(CRC64);
        assertThat(requests.get(2).headers()).containsKey(MD5).doesNotContainKey(CRC64);
    }

    @Test
    void sendsAgainWhatTheServiceSaysItStoredOtherwise() throws Exception {
        answers.add(new PageAnswer(201, Map.of(CRC64, "AAAAAAAAAAA="), ""));

        send(PageBlobAccess.of(SAS));

        assertThat(requests).hasSize(2);
    }

    @Test
    void goesOnWithARenewedRight() throws Exception {
        answers.add(answer(403, "AuthenticationFailed"));
        PageBlobAddress other = address("two");

        send(new PageBlobAccess() {
            @Override
            public PageBlobAddress address() {
                return SAS;
            }

            @Override
            public PageBlobAddress renewed(PageBlobAddress refused) {
                return other;
            }
        });

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).target().getQuery()).contains("sig=two");
    }

    @Test
    void endsWhereTheRightCannotBeRenewed() {
        answers.add(answer(403, "AuthenticationFailed"));

        assertThatThrownBy(() -> send(PageBlobAccess.of(SAS))).hasMessageContaining("AuthenticationFailed");
        assertThat(requests).hasSize(1);
    }

    @Test
    void signsInAndOnceMoreWhereTheTokenIsRefused() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        TokenCredential credential = context -> Mono.fromSupplier(() -> new AccessToken(
                "token" + tokens.incrementAndGet(), OffsetDateTime.now().plusHours(1)));
        PageSender sender = sender(
                PageBlobAccess.of(PageBlobAddress.parse("https://account.blob.core.windows.net/vhds/disk.vhd", "x")),
                Optional.of(credential));
        sender.send(0, ByteBuffer.allocate(512));
        answers.add(answer(401, "InvalidAuthenticationInfo"));

        sender.send(0, ByteBuffer.allocate(512));

        assertThat(requests)
                .extracting(request -> request.headers().get("Authorization"))
                .containsExactly("Bearer token1", "Bearer token1", "Bearer token2");
        assertThat(requests.get(0).headers()).containsKey("x-ms-date");
    }

    private void send(PageBlobAccess access) throws IOException {
        sender(access, Optional.empty()).send(4096, ByteBuffer.allocate(1024));
    }

    private PageSender sender(PageBlobAccess access, Optional<TokenCredential> credential) {
        PageBlobConnection connection = new PageBlobConnection(
                request -> Mono.error(new IllegalStateException("not by the SDK")),
                credential,
                PageBlobConnection.retries(8, Duration.ofMillis(1), Duration.ofSeconds(5)),
                List.of(),
                (request, pace) -> {
                    requests.add(request);
                    Object next = answers.isEmpty() ? answer(201, "") : answers.poll();
                    if (next instanceof IOException failure) {
                        throw failure;
                    }
                    return (PageAnswer) next;
                });
        return new PageSender(connection, access, new Sending(4, Throttle.none(), progress));
    }

    private static PageAnswer answer(int status, String code) {
        Map<String, String> headers = new HashMap<>();
        if (!code.isEmpty()) {
            headers.put("x-ms-error-code", code);
        }
        return new PageAnswer(status, headers, "");
    }

    private static PageBlobAddress address(String signature) {
        return PageBlobAddress.parse(
                "https://account.blob.core.windows.net/vhds/disk.vhd?sp=w&sig=" + signature, "unused");
    }
}
