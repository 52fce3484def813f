package dev.gen2lift.transfer.faults;

import java.util.Optional;
import java.util.OptionalInt;

/** What becomes of one request. */
public sealed interface Fault {

    /** The server answers, and the client hears it. */
    record None() implements Fault {}

    /** The connection is reset once so many bytes of the request's body have come; the server hears nothing. */
    record ResetInBody(int bytes) implements Fault {}

    /** The server does what it is asked, and the connection is reset before its answer. */
    record ResetBeforeAnswer() implements Fault {}

    /** The server does what it is asked, and so many bytes of the answer come before the connection ends. */
    record CutAnswer(int bytes) implements Fault {}

    /** The server does what it is asked, and the connection is reset after so many bytes of its answer. */
    record ResetInAnswer(int bytes) implements Fault {}

    /** So many bytes of the answer come, and then nothing any more. */
    record StallInAnswer(int bytes) implements Fault {}

    /** The request is taken in, and nothing ever comes back. */
    record Stall() implements Fault {}

    /** Someone between client and server answers. */
    record Refuse(int status, String code, OptionalInt retryAfterSeconds) implements Fault {}

    /** A bit of the request's body is flipped on the way. */
    record DamageBody() implements Fault {}

    /** A bit of the answer's body is flipped on the way. */
    record DamageAnswer() implements Fault {}

    /** A header of the answer is another one. */
    record ReplaceHeader(String name, String value) implements Fault {}

    static Fault none() {
        return new None();
    }

    static Fault refuse(int status, String code) {
        return new Refuse(status, code, OptionalInt.empty());
    }

    /** Decides about each request, in the order in which they come; called by several threads, one at a time. */
    @FunctionalInterface
    interface Plan {
        Fault meet(Request request);
    }

    /**
     * A request as a plan sees it.
     *
     * @param number of the request of its kind, from 1
     * @param pageWrite {@code update} or {@code clear} where it writes pages
     */
    record Request(String method, String target, int number, Optional<String> pageWrite) {

        /** Whether it asks for a part of the blob's content. */
        boolean isRead() {
            return method.equals("GET") && !target.contains("comp=");
        }

        boolean isPutPage() {
            return pageWrite.isPresent();
        }
    }
}
