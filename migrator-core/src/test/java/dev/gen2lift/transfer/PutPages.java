package dev.gen2lift.transfer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Hears every try of a Put Page; can answer some itself, and can hold them until several are in flight. */
final class PutPages implements HttpPipelinePolicy {

    private static final long PATIENCE_SECONDS = 30;

    private final Queue<PutPage> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile CountDownLatch meeting = new CountDownLatch(0);

    /** One try. */
    record PutPage(long start, long end, String md5) {
        long length() {
            return end - start + 1;
        }
    }

    List<PutPage> seen() {
        return List.copyOf(seen);
    }

    /** Answers the next tries with 503 ServerBusy, after their bytes were taken. */
    void answerBusy(int tries) {
        busy.set(tries);
    }

    /** Lets no try go on before this many have come. */
    void holdUntil(int inFlight) {
        meeting = new CountDownLatch(inFlight);
    }

    /** Whether as many were in flight as were to be waited for. */
    boolean met() {
        return meeting.getCount() == 0;
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        HttpRequest request = context.getHttpRequest();
        String query = String.valueOf(request.getUrl().getQuery());
        if (!query.matches("(.*&)?comp=page(&.*)?")) {
            return next.process();
        }
        String[] range = request.getHeaders()
                .getValue(HttpHeaderName.fromString("x-ms-range"))
                .replace("bytes=", "")
                .split("-", 2);
        String md5 = request.getHeaders().getValue(HttpHeaderName.CONTENT_MD5);
        seen.add(new PutPage(Long.parseLong(range[0]), Long.parseLong(range[1]), md5 == null ? "" : md5));
        if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return request.getBody().then(Mono.fromSupplier(() -> new Busy(request)));
        }
        CountDownLatch latch = meeting;
        latch.countDown();
        return Mono.fromCallable(() -> latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .subscribeOn(Schedulers.boundedElastic())
                .then(next.process());
    }

    /** What Storage answers when it has too much to do. */
    private static final class Busy extends HttpResponse {

        private final HttpHeaders headers =
                new HttpHeaders().set(HttpHeaderName.fromString("x-ms-error-code"), "ServerBusy");

        Busy(HttpRequest request) {
            super(request);
        }

        @Override
        public int getStatusCode() {
            return 503;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.empty();
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(new byte[0]);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return Mono.just("");
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just("");
        }
    }
}
