package dev.gen2lift.inventory.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gen2lift.inventory.cim.RecordedHost;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of WinRM as listing classes takes: TLS, Negotiate with NTLM tied to the connection and checked against the
 * password, Enumerate and Pull in pages of one instance.
 */
final class FakeHost implements Closeable {

    private static final Pattern RESOURCE = Pattern.compile("<w:ResourceURI[^>]*>([^<]*)</w:ResourceURI>");
    private static final Pattern CONTEXT = Pattern.compile("<n:EnumerationContext>(\\d+)</n:EnumerationContext>");

    private final HttpsServer server;
    private final RecordedHost host;
    private final NtlmServer ntlm;
    private final Map<Integer, byte[]> challenges = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();

    private FakeHost(HttpsServer server, RecordedHost host, NtlmServer ntlm) {
        this.server = server;
        this.host = host;
        this.ntlm = ntlm;
    }

    /** @param certificate where the host's certificate is to lie, for those who shall trust it */
    static FakeHost start(Path folder, Path certificate, NtlmServer ntlm)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "host",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit",
                        "-validity",
                        "2")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("keytool.log")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        Files.write(certificate, store.getCertificate("host").getEncoded());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        FakeHost fake = new FakeHost(server, new RecordedHost(), ntlm);
        server.createContext("/wsman", fake::handle);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
        return fake;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int connection = exchange.getRemoteAddress().getPort();
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] token = header != null && header.startsWith("Negotiate ")
                    ? Base64.getDecoder().decode(header.substring(10))
                    : new byte[0];
            byte[] known = challenges.remove(connection);
            if (known != null && ntlm.accepts(token, known)) {
                answer(exchange, body);
                return;
            }
            byte[] challenge = ntlm.challenge();
            challenges.put(connection, challenge);
            String next = known == null && token.length > 0
                    ? "Negotiate " + Base64.getEncoder().encodeToString(ntlm.wrap(challenge))
                    : "Negotiate";
            exchange.getResponseHeaders().add("WWW-Authenticate", next);
            exchange.sendResponseHeaders(401, -1);
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        Matcher resource = RESOURCE.matcher(body);
        String uri = resource.find() ? resource.group(1) : "";
        String path = uri.replace("http://schemas.microsoft.com/wbem/wsman/1/wmi/", "");
        String namespace = path.substring(0, path.lastIndexOf('/')).replace('/', '\\');
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<List<Map<String, Object>>> rows = host.answer(namespace, name);
        if (rows.isEmpty()) {
            reply(exchange, 500, """
                    <s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>a:DestinationUnreachable</s:Value>\
                    </s:Subcode></s:Code><s:Reason><s:Text>no such class</s:Text></s:Reason></s:Fault>""");
            return;
        }
        Matcher context = CONTEXT.matcher(body);
        int at = context.find() ? Integer.parseInt(context.group(1)) : 0;
        StringBuilder items = new StringBuilder("<w:Items>");
        if (at < rows.get().size()) {
            items.append(item(name, rows.get().get(at)));
        }
        items.append("</w:Items>");
        boolean last = at + 1 >= rows.get().size();
        reply(
                exchange,
                200,
                "<n:PullResponse>"
                        + (last
                                ? "<n:EnumerationContext/>"
                                : "<n:EnumerationContext>" + (at + 1) + "</n:EnumerationContext>")
                        + items + (last ? "<w:EndOfSequence/>" : "") + "</n:PullResponse>");
    }

    private static String item(String name, Map<String, Object> row) {
        StringBuilder xml = new StringBuilder("<p:" + name + " xmlns:p=\"urn:p\">");
        Map<String, Object> sorted = new HashMap<>(row);
        sorted.forEach((property, value) -> {
            if (value == null) {
                xml.append("<p:" + property + " xsi:nil=\"true\"/>");
            } else if (value instanceof List<?> list) {
                list.forEach(element -> xml.append(element(property, element)));
            } else {
                xml.append(element(property, value));
            }
        });
        return xml.append("</p:" + name + ">").toString();
    }

    private static String element(String property, Object value) {
        String text = value.toString().replace("&", "&amp;").replace("<", "&lt;");
        String content = property.equals("CreationTime")
                ? "<cim:Datetime xmlns:cim=\"urn:cim\">2024-05-06T07:08:09Z</cim:Datetime>"
                : text;
        return "<p:" + property + ">" + content + "</p:" + property + ">";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] answer = ("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"urn:a\""
                        + " xmlns:w=\"urn:w\" xmlns:n=\"urn:n\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                        + "<s:Header/><s:Body>" + body + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
