package dev.gen2lift.rehearsal.server;

import java.time.Duration;
import java.util.Optional;

/**
 * Sees each request before the cloud does and may delay or refuse it: how tests make a service fail in the middle of an
 * upload. Called by several threads at once.
 */
@FunctionalInterface
public interface RequestFilter {

    /** The fault that {@code request} meets, or empty to let it pass. */
    Optional<Fault> meet(Request request);

    /** Lets everything pass. */
    static RequestFilter none() {
        return request -> Optional.empty();
    }

    /** What a filter may look at. {@code query} is raw, without the question mark, and empty where there is none. */
    record Request(String method, String path, String query) {}

    /**
     * Waits {@code delay}, then answers {@code status} with {@code code}; a status of 0 lets the request pass after the
     * delay.
     */
    record Fault(Duration delay, int status, String code) {

        public static Fault refuse(int status, String code) {
            return new Fault(Duration.ZERO, status, code);
        }

        public static Fault stall(Duration delay) {
            return new Fault(delay, 0, "");
        }
    }
}
