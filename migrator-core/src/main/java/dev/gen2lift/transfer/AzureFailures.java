package dev.gen2lift.transfer;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.management.exception.ManagementError;
import com.azure.core.management.exception.ManagementException;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import dev.gen2lift.transfer.wire.PageAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the Azure SDK throws into {@link AzureRequestException}, with Azure's own code and no secret. */
public final class AzureFailures {

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]*");
    private static final Pattern SECRET =
            Pattern.compile("(?i)\\b(sig|signature|client_secret|client_assertion|access_token|code)=[^&\\s\"'<>]+");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(Bearer|SharedKey)\\s+[^\\s\"'<>]+");
    private static final int LONGEST_REASON = 500;
    private static final String THROTTLED = "TooManyRequests";

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("AuthorizationPermissionMismatch", "the SAS or role must allow to read, create and write blobs"),
            Map.entry("AuthorizationFailure", "the storage account's firewall may keep this machine out"),
            Map.entry("AuthenticationFailed", "check that the SAS is complete and its key has not been rotated"),
            Map.entry("ContainerNotFound", "create the container first"),
            Map.entry("AuthorizationFailed", "the signed-in identity needs the role Contributor on the resource group"),
            Map.entry("InvalidAuthenticationToken", "sign in again, or check AZURE_TENANT_ID"),
            Map.entry("ResourceGroupNotFound", "check the resource group's name and the subscription"),
            Map.entry("SkuNotAvailable", "choose another size or region"),
            Map.entry("QuotaExceeded", "ask for more quota, or choose a smaller size"),
            Map.entry("LeaseIdMissing", "somebody holds a lease on the blob; break it, or upload to another name"),
            Map.entry("BlobNotFound", "somebody deleted it meanwhile; the same command again begins anew"),
            Map.entry("ServerBusy", "run the same command again, with fewer requests in flight"),
            Map.entry("OperationTimedOut", "run the same command again, with fewer requests in flight"),
            Map.entry(THROTTLED, "wait some minutes, then run the same command again"));

    private AzureFailures() {}

    /**
     * @param thrown what an SDK call threw
     * @param resource what it was about: a URL without query, or a resource id or name
     * @return {@link AzureRequestException}; {@link InterruptedIOException} where the thread was interrupted
     */
    public static IOException translate(Throwable thrown, String resource) {
        Throwable cause = innermost(thrown);
        if (cause instanceof IOException known && isOurs(known)) {
            return known;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted while Azure was asked for " + resource);
        }
        if (cause instanceof HttpResponseException answer && isAnswer(answer)) {
            return refused(answer, resource);
        }
        if (isSignIn(cause)) {
            return new AzureRequestException(
                    0,
                    "AuthenticationFailed",
                    firstLine(cause),
                    resource,
                    "sign in with az login, or check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET");
        }
        if (cause instanceof TimeoutException
                || cause instanceof SocketTimeoutException
                || (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException))) {
            return new AzureRequestException(
                    0,
                    AzureRequestException.TIMEOUT,
                    "no answer in time",
                    resource,
                    "run the same command again, with fewer requests in flight");
        }
        if (cause instanceof IOException || cause instanceof UnresolvedAddressException) {
            return unreachable(cause, resource);
        }
        AzureRequestException other =
                new AzureRequestException(0, cause.getClass().getSimpleName(), firstLine(cause), resource, "");
        other.setStackTrace(cause.getStackTrace());
        return other;
    }

    /** Whether Azure answered that there is no such resource. */
    public static boolean isNotFound(Throwable thrown) {
        return innermost(thrown) instanceof HttpResponseException answer
                && answer.getResponse() != null
                && answer.getResponse().getStatusCode() == 404;
    }

    /** A long-running operation that failed carries an error, but not always a response. */
    private static boolean isAnswer(HttpResponseException thrown) {
        return thrown.getResponse() != null
                || (thrown instanceof ManagementException management && management.getValue() != null);
    }

    /** The sign-in library's own exceptions come through where a token was refused. */
    private static boolean isSignIn(Throwable thrown) {
        return thrown instanceof CredentialUnavailableException
                || thrown instanceof ClientAuthenticationException
                || thrown.getClass().getName().startsWith("com.microsoft.aad.msal4j.");
    }

    private static boolean isOurs(IOException failure) {
        return failure instanceof AzureRequestException
                || (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException));
    }

    /** What a request was refused with that went past the SDK. */
    static AzureRequestException refused(PageAnswer answer, String resource) {
        String code = answer.header("x-ms-error-code").orElse("Http" + answer.status());
        String words = element(answer.body());
        return new AzureRequestException(
                answer.status(),
                code,
                words == null || words.isBlank() ? "the service answered " + answer.status() : clean(words),
                resource,
                HINTS.getOrDefault(code, ""));
    }

    private static IOException refused(HttpResponseException answer, String resource) {
        int status = answer.getResponse() == null ? 0 : answer.getResponse().getStatusCode();
        String code = code(answer, status);
        return new AzureRequestException(
                status,
                code,
                words(answer, status),
                resource,
                HINTS.getOrDefault(code, status == 429 ? HINTS.getOrDefault("TooManyRequests", "") : ""));
    }

    private static String code(HttpResponseException answer, int status) {
        String code = null;
        if (answer instanceof BlobStorageException storage) {
            BlobErrorCode stated = storage.getErrorCode();
            code = stated == null ? null : stated.toString();
        } else if (answer instanceof ManagementException management && management.getValue() != null) {
            code = management.getValue().getCode();
        }
        if (code == null && answer.getResponse() != null) {
            code = answer.getResponse().getHeaderValue("x-ms-error-code");
        }
        return code == null ? "Http" + status : code;
    }

    private static String words(HttpResponseException answer, int status) {
        String words = null;
        if (answer instanceof BlobStorageException storage) {
            words = element(storage.getServiceMessage());
        } else if (answer instanceof ManagementException management && management.getValue() != null) {
            words = words(management.getValue());
        }
        return words == null || words.isBlank() ? "the service answered " + status : clean(words);
    }

    private static @Nullable String words(ManagementError error) {
        String words = error.getMessage();
        if (error.getDetails() != null) {
            for (ManagementError detail : error.getDetails()) {
                if (detail.getMessage() != null && !detail.getMessage().equals(words)) {
                    words = words == null ? detail.getMessage() : words + ": " + detail.getMessage();
                }
            }
        }
        return words;
    }

    /** The Message element of Storage's XML error, or the text where it is no XML. */
    private static @Nullable String element(@Nullable String body) {
        if (body == null) {
            return null;
        }
        int from = body.indexOf("<Message>");
        int to = body.indexOf("</Message>");
        if (from >= 0 && to > from) {
            return body.substring(from + "<Message>".length(), to);
        }
        return body.contains("<?xml") || body.contains("(empty body)") ? null : body;
    }

    private static IOException unreachable(Throwable cause, String resource) {
        String reason;
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException || resolves(cause)) {
            reason = "the host's name does not resolve";
        } else if (cause instanceof SSLException) {
            reason = "no trusted TLS connection: " + firstLine(cause);
        } else if (cause instanceof ConnectException) {
            reason = "the host cannot be reached";
        } else {
            reason = "the connection failed: " + firstLine(cause);
        }
        AzureRequestException failure = new AzureRequestException(
                0,
                AzureRequestException.UNREACHABLE,
                reason,
                resource,
                "check the host's name, DNS, the proxy (HTTPS_PROXY) and firewalls");
        failure.initCause(new IOException(cause.getClass().getSimpleName() + ": " + firstLine(cause)));
        return failure;
    }

    /** The JDK's HTTP client wraps an unresolved name in a ConnectException. */
    private static boolean resolves(Throwable cause) {
        return cause instanceof ConnectException
                && cause.getCause() != null
                && (cause.getCause() instanceof UnresolvedAddressException
                        || cause.getCause().getCause() instanceof UnresolvedAddressException);
    }

    /** What really happened, below the wrappers of reactive streams. */
    private static Throwable innermost(Throwable thrown) {
        Throwable at = thrown;
        while (at.getCause() != null && isWrapper(at)) {
            at = at.getCause();
        }
        return at;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown.getClass().getName().startsWith("reactor.core.")
                || thrown instanceof UncheckedIOException
                || thrown instanceof ExecutionException
                || thrown instanceof CompletionException
                || thrown.getClass() == RuntimeException.class;
    }

    private static String firstLine(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : clean(message);
    }

    /** The first line, without queries and secrets, as a clause of bounded length. */
    static String clean(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        line = QUERY.matcher(line).replaceAll("$1");
        line = SECRET.matcher(line).replaceAll("$1=...");
        line = BEARER.matcher(line).replaceAll("$1 ...");
        line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }
}
