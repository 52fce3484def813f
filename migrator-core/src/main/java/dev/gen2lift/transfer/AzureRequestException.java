package dev.gen2lift.transfer;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Azure or the network refused, or still failed after the retries. Carries no secret: resources are named without
 * their query, and the SDK's own exception is not kept as a cause where it could quote a request.
 */
public final class AzureRequestException extends IOException {

    private static final long serialVersionUID = 1L;

    /** {@link #code} where no answer came at all: a name that does not resolve, a refused connection, a TLS failure. */
    public static final String UNREACHABLE = "Unreachable";

    /** {@link #code} where the answers took too long, every time. */
    public static final String TIMEOUT = "Timeout";

    /** {@link #code} where a resource of that name exists and is not what was asked for. */
    public static final String CONFLICT = "ResourceConflict";

    /** {@link #code} where Azure accepted a request and its answer shows something else than was asked for. */
    public static final String UNEXPECTED_STATE = "UnexpectedState";

    private final int status;
    private final String code;
    private final String reason;
    private final String resource;
    private final String hint;

    /**
     * @param status HTTP status code; 0 where there was no answer or the refusal is ours
     * @param code Azure's error code, or one of this class's
     * @param reason a short clause without a full stop
     * @param resource URL without query, or resource id or name
     * @param hint what to do about it; empty for none
     */
    public AzureRequestException(int status, String code, String reason, String resource, String hint) {
        super(reason + " (" + resource + ", " + code + (status == 0 ? "" : ", HTTP " + status) + ")");
        this.status = status;
        this.code = Objects.requireNonNull(code);
        this.reason = Objects.requireNonNull(reason);
        this.resource = Objects.requireNonNull(resource);
        this.hint = Objects.requireNonNull(hint);
    }

    /** HTTP status code; 0 where there was no answer or the refusal is ours. */
    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public String resource() {
        return resource;
    }

    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    /** The same refusal with another hint, where the caller knows better. */
    public AzureRequestException withHint(String better) {
        AzureRequestException copy = new AzureRequestException(status, code, reason, resource, better);
        copy.setStackTrace(getStackTrace());
        return copy;
    }
}
