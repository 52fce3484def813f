package dev.gen2lift.inventory.winrm;

import dev.gen2lift.inventory.cim.CimRow;
import dev.gen2lift.inventory.cim.CimSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Reads classes from a host by WS-Management's Enumerate and Pull (DSP0226, MS-WSMV). Only over TLS: without it, messages
 * would have to be encrypted by the sign-in, and whoever listens could read the inventory. Of one thread: NTLM signs a
 * connection in, so all requests go through one, in turn.
 */
public final class WinRm implements CimSource {

    public static final int PORT = 5986;

    /** Bytes of one answer; the host's own limit is half a megabyte. */
    static final int MAX_ANSWER = 16 << 20;

    /** Instances of one class; a host of a thousand machines has some ten thousand. */
    static final int MAX_INSTANCES = 500_000;

    /** Answers to one enumeration, of which each may hold no instance. */
    static final int MAX_PULLS = 100_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int MAX_TOKENS = 4;

    private final URI endpoint;
    private final String host;
    private final HttpClient client;
    private final SignIn.Method method;

    private WinRm(URI endpoint, String host, SSLContext tls, SignIn.Method method) {
        this.endpoint = endpoint;
        this.host = host;
        this.method = method;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    /** Signs in as an account, by NTLM. */
    public static WinRm withPassword(String host, int port, SSLContext tls, Credentials credentials) {
        return new WinRm(endpoint(host, port), host, tls, name -> new NtlmSignIn(credentials));
    }

    /** Signs in by the Kerberos tickets of the user who runs this. */
    public static WinRm withTickets(String host, int port, SSLContext tls) {
        return new WinRm(endpoint(host, port), host, tls, KerberosSignIn::new);
    }

    private static URI endpoint(String host, int port) {
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/wsman");
    }

    @Override
    public Optional<List<CimRow>> instances(String namespace, String className)
            throws IOException, InterruptedException {
        List<CimRow> rows = new ArrayList<>();
        Optional<String> context = Optional.empty();
        int pulls = 0;
        do {
            byte[] request = context.isPresent()
                    ? WsManRequest.pull(endpoint, namespace, className, context.get())
                    : WsManRequest.enumerate(endpoint, namespace, className);
            WsManAnswer answer = WsManAnswer.read(host, send(request));
            if (answer.isUnknownClass()) {
                return Optional.empty();
            }
            if (answer.fault().isPresent()) {
                throw new IOException(
                        "the host refuses " + className + ": " + answer.fault().get() + " (" + host + ")");
            }
            rows.addAll(answer.rows());
            context = answer.context();
            if (rows.size() > MAX_INSTANCES || ++pulls > MAX_PULLS) {
                throw new IOException("the host does not come to an end with " + className + " (" + host + ")");
            }
        } while (context.isPresent());
        return Optional.of(rows);
    }

    private byte[] send(byte[] body) throws IOException, InterruptedException {
        SignIn signIn = method.start(host);
        Optional<byte[]> token = signIn.next(new byte[0]);
        for (int i = 0; i < MAX_TOKENS && token.isPresent(); i++) {
            HttpResponse<InputStream> response = post(body, token.get());
            byte[] answer;
            try (InputStream in = response.body()) {
                answer = in.readNBytes(MAX_ANSWER + 1);
            }
            if (answer.length > MAX_ANSWER) {
                throw new IOException("an answer of more than " + MAX_ANSWER + " bytes (" + host + ")");
            }
            int status = response.statusCode();
            if (status == 200 || status == 500) {
                return answer;
            }
            if (status != 401) {
                throw new IOException("HTTP status " + status + " (" + endpoint + ")");
            }
            Optional<byte[]> challenge = challenge(response);
            token = challenge.isPresent() ? signIn.next(challenge.get()) : Optional.empty();
        }
        throw new IOException("the host refuses the sign-in (" + host + ")");
    }

    private HttpResponse<InputStream> post(byte[] body, byte[] token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/soap+xml;charset=UTF-8")
                .header("Authorization", "Negotiate " + Base64.getEncoder().encodeToString(token))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (SSLException e) {
            throw new IOException("the host's certificate is not trusted: " + e.getMessage() + " (" + host + ")", e);
        }
    }

    private static Optional<byte[]> challenge(HttpResponse<?> response) throws IOException {
        for (String header : response.headers().allValues("WWW-Authenticate")) {
            if (header.toLowerCase(Locale.ROOT).startsWith("negotiate ")) {
                try {
                    return Optional.of(Base64.getDecoder()
                            .decode(header.substring("negotiate ".length())
                                    .strip()
                                    .getBytes(StandardCharsets.US_ASCII)));
                } catch (IllegalArgumentException e) {
                    throw new IOException("the host's answer to the sign-in is no Base64", e);
                }
            }
        }
        return Optional.empty();
    }
}
