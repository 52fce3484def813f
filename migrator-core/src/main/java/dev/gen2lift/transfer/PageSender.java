package dev.gen2lift.transfer;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.storage.blob.BlobServiceVersion;
import dev.gen2lift.transfer.rate.PageLength;
import dev.gen2lift.transfer.rate.Throttle;
import dev.gen2lift.transfer.rate.Window;
import dev.gen2lift.transfer.wire.Crc64;
import dev.gen2lift.transfer.wire.PageAnswer;
import dev.gen2lift.transfer.wire.PageRequest;
import dev.gen2lift.transfer.wire.PageTransport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends pages until they have arrived: in requests of a fitting length, no more in flight than the service and the line
 * take, no faster than is allowed, each with a checksum that the service compares, each tried again where that can help.
 * Safe for several threads.
 */
final class PageSender {

    private static final Logger LOG = LoggerFactory.getLogger(PageSender.class);

    private static final BlobServiceVersion VERSION = BlobServiceVersion.V2026_06_06;
    private static final String SCOPE = "https://storage.azure.com/.default";
    private static final String CRC64 = "x-ms-content-crc64";
    private static final Duration TOKEN_RESERVE = Duration.ofMinutes(5);
    private static final int CREATED = 201;

    private final PageTransport transport;
    private final Retries retries;
    private final Optional<TokenCredential> credential;
    private final PageBlobAccess access;
    private final TransferProgress progress;
    private final Window window;
    private final PageLength lengths;
    private final Throttle.Lane lane;
    private volatile boolean md5;
    private @Nullable AccessToken token;

    PageSender(PageBlobConnection connection, PageBlobAccess access, Sending sending) {
        this.transport = connection.transport();
        this.retries = new Retries(connection.retries());
        this.credential = connection.credential();
        this.access = access;
        this.progress = sending.progress();
        this.window = new Window(sending.requests());
        this.lane = sending.throttle().lane();
        long rate = sending.throttle().rate();
        this.lengths = new PageLength(
                PageBlobTarget.MAX_PUT_PAGE,
                rate == Long.MAX_VALUE || rate == 0 ? Double.POSITIVE_INFINITY : (double) rate / sending.requests());
    }

    /** Sends whole pages; returns when all have arrived. */
    void send(long offset, ByteBuffer pages) throws IOException {
        for (int at = 0; at < pages.remaining(); ) {
            int length = Math.min(lengths.bytes(), pages.remaining() - at);
            put(offset + at, pages.slice(pages.position() + at, length));
            at += length;
        }
    }

    private void put(long offset, ByteBuffer pages) throws IOException {
        PageBlobAddress address = access.address();
        for (int tried = 1; ; tried++) {
            Failure failure = attempt(address, offset, pages);
            if (failure == null) {
                return;
            }
            if (failure.status() == 403 || failure.status() == 401) {
                PageBlobAddress other = renewed(address, failure);
                if (other == null) {
                    throw failure.reason();
                }
                address = other;
            } else if (!failure.again()) {
                throw failure.reason();
            }
            if (tried >= retries.tries()) {
                throw failure.reason();
            }
            progress.retried();
            LOG.debug(
                    "try {} of {} bytes at {}: {}",
                    tried,
                    pages.remaining(),
                    offset,
                    failure.reason().getMessage());
            pause(failure.after().orElse(failure.again() ? retries.pause(tried) : Duration.ZERO));
        }
    }

    /**
     * A try that failed.
     *
     * @param again whether the same request may succeed later
     * @param after how long the service asks to wait
     */
    private record Failure(int status, IOException reason, boolean again, Optional<Duration> after) {}

    private @Nullable Failure attempt(PageBlobAddress address, long offset, ByteBuffer pages) throws IOException {
        boolean byMd5 = md5;
        PageRequest request = request(address, offset, pages, byMd5);
        Window.Place place = enter();
        long began = System.nanoTime();
        PageAnswer answer;
        try {
            answer = transport.put(request, lane::take);
        } catch (SocketTimeoutException e) {
            place.crowded(Optional.empty());
            lengths.timedOut();
            return new Failure(0, BlobCalls.failed(e, address), true, Optional.empty());
        } catch (InterruptedIOException e) {
            place.left();
            throw e;
        } catch (IOException e) {
            place.left();
            return new Failure(0, BlobCalls.failed(e, address), true, Optional.empty());
        } catch (RuntimeException | Error e) {
            place.left();
            throw e;
        }
        if (answer.status() == CREATED && sameChecksum(answer, request)) {
            lengths.arrived(pages.remaining(), System.nanoTime() - began);
            place.arrived();
            return null;
        }
        Optional<Duration> wait = retries.retryAfter(answer::header);
        if (Retries.isCrowded(answer)) {
            place.crowded(wait);
        } else {
            place.left();
        }
        if (!byMd5 && isUnknownChecksum(answer)) {
            LOG.debug("{}: knows no CRC-64, MD5 from here on", address);
            md5 = true;
            return new Failure(0, BlobCalls.refused(answer, address), true, Optional.of(Duration.ZERO));
        }
        boolean again = answer.status() == CREATED || Retries.isTransient(answer);
        return new Failure(answer.status(), BlobCalls.refused(answer, address), again, wait);
    }

    private Window.Place enter() throws IOException {
        try {
            lane.awaitOpen();
            return window.enter();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while pages were sent");
    }

    /** Another address, the same one with another token, or null where neither can be had. */
    private @Nullable PageBlobAddress renewed(PageBlobAddress refused, Failure failure) throws IOException {
        if (!refused.hasSas()) {
            return failure.status() == 401 && forgetToken() ? refused : null;
        }
        PageBlobAddress other = access.renewed(refused);
        return other == refused ? null : other;
    }

    private PageRequest request(PageBlobAddress address, long offset, ByteBuffer pages, boolean byMd5)
            throws IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-ms-version", VERSION.getVersion());
        headers.put("x-ms-page-write", "update");
        headers.put("x-ms-range", "bytes=" + offset + "-" + (offset + pages.remaining() - 1));
        headers.put("User-Agent", "gen2lift");
        headers.put(byMd5 ? "Content-MD5" : CRC64, byMd5 ? md5(pages) : Crc64.header(pages));
        if (!address.hasSas()) {
            headers.put("Authorization", "Bearer " + token());
            headers.put(
                    "x-ms-date",
                    DateTimeFormatter.RFC_1123_DATE_TIME
                            .withLocale(Locale.ROOT)
                            .format(OffsetDateTime.now(ZoneOffset.UTC)));
        }
        String url = address.url();
        return new PageRequest(URI.create(url + (url.contains("?") ? "&" : "?") + "comp=page"), headers, pages);
    }

    private static boolean sameChecksum(PageAnswer answer, PageRequest request) {
        String name = request.headers().containsKey(CRC64) ? CRC64 : "Content-MD5";
        return answer.header(name)
                .filter(echo -> !echo.equals(request.headers().get(name)))
                .isEmpty();
    }

    private static boolean isUnknownChecksum(PageAnswer answer) {
        return answer.status() == 400
                && answer.header("x-ms-error-code")
                        .filter(code -> code.equals("UnsupportedHeader")
                                || (code.equals("InvalidHeaderValue")
                                        && answer.body().contains(CRC64)))
                        .isPresent();
    }

    private synchronized String token() throws IOException {
        AccessToken known = token;
        if (known == null
                || OffsetDateTime.now(ZoneOffset.UTC)
                        .isAfter(known.getExpiresAt().minus(TOKEN_RESERVE))) {
            try {
                known = credential
                        .orElseThrow(() -> new IllegalArgumentException("no SAS and nobody is signed in"))
                        .getTokenSync(new TokenRequestContext().addScopes(SCOPE));
            } catch (RuntimeException e) {
                throw AzureFailures.translate(e, "sign-in");
            }
            token = known;
        }
        return known.getToken();
    }

    /** Whether there was a token that may have been the reason; the next request asks for a new one. */
    private synchronized boolean forgetToken() {
        boolean known = token != null;
        token = null;
        return known;
    }

    private static String md5(ByteBuffer pages) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(pages.duplicate());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
