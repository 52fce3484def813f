package dev.gen2lift.transfer.wire;

import java.io.IOException;

/** Carries Put Page requests. Safe for several threads; each caller's request is one in flight. */
@FunctionalInterface
public interface PageTransport {

    /**
     * Sends one request and gives its answer, whatever that says; tries once.
     *
     * @throws java.net.SocketTimeoutException where nothing moved for too long
     * @throws java.io.InterruptedIOException where the thread was interrupted
     * @throws IOException where there was no answer
     */
    PageAnswer put(PageRequest request, Pace pace) throws IOException;
}
