package dev.gen2lift.transfer;

import dev.gen2lift.transfer.wire.Pace;
import dev.gen2lift.transfer.wire.PageAnswer;
import dev.gen2lift.transfer.wire.PageRequest;
import dev.gen2lift.transfer.wire.PageTransport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hears every try of a Put Page; can answer some itself, and can hold them until several are in flight. */
final class PutPages implements PageTransport {

    private static final long PATIENCE_SECONDS = 30;

    private final PageTransport transport = AzureHttp.pages(Optional.empty());
    private final Queue<PutPage> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile PageAnswer refusal = answer(503, Map.of("x-ms-error-code", "ServerBusy"));
    private volatile CountDownLatch meeting = new CountDownLatch(0);

    /** One try. */
    record PutPage(long start, long end, Map<String, String> headers) {
        long length() {
            return end - start + 1;
        }
    }

    static PageAnswer answer(int status, Map<String, String> headers) {
        return new PageAnswer(status, headers, "");
    }

    List<PutPage> seen() {
        return List.copyOf(seen);
    }

    /** Answers the next tries with 503 ServerBusy. */
    void answerBusy(int tries) {
        answer(tries, answer(503, Map.of("x-ms-error-code", "ServerBusy")));
    }

    /** Answers the next tries without asking the service. */
    void answer(int tries, PageAnswer what) {
        refusal = what;
        refusals.set(tries);
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
    public PageAnswer put(PageRequest request, Pace pace) throws IOException {
        String[] range = request.headers()
                .getOrDefault("x-ms-range", "")
                .replace("bytes=", "")
                .split("-", 2);
        seen.add(new PutPage(Long.parseLong(range[0]), Long.parseLong(range[1]), request.headers()));
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return refusal;
        }
        CountDownLatch latch = meeting;
        latch.countDown();
        try {
            latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return transport.put(request, pace);
    }
}
