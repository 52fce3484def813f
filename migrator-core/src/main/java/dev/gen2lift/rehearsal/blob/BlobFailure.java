package dev.gen2lift.rehearsal.blob;

import java.util.Map;

/** A request that Azure Storage refuses: status, code and message as the service words them. */
final class BlobFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details;

    BlobFailure(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** {@code details} become elements of the XML document beside Code and Message. */
    BlobFailure(int status, String code, String message, Map<String, String> details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? code : message;
    }

    Map<String, String> details() {
        return details;
    }
}
