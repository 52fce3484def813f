package dev.gen2lift.rehearsal.server;

import java.io.IOException;

/** Answers requests; called by several threads at once. */
public interface Responder {

    /** Answers {@code exchange}; returning without an answer is a bug and is told to the client as a 500. */
    void respond(Exchange exchange) throws IOException;

    /** Answers with an error in this service's own shape. */
    void refuse(Exchange exchange, int status, String code, String message) throws IOException;
}
