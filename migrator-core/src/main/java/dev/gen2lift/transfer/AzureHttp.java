package dev.gen2lift.transfer;

import com.azure.core.http.HttpClient;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import dev.gen2lift.transfer.wire.Proxy;
import dev.gen2lift.transfer.wire.SocketTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The one HTTP client that every Azure client of a process shares, on the JDK's own. */
public final class AzureHttp {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    /** As for pages on their way there. */
    private static final Duration STALLED = Duration.ofSeconds(90);

    private AzureHttp() {}

    /**
     * A client that trusts what the JDK trusts and, where given, further certificates. Proxies come from the environment,
     * as the SDK reads them (HTTPS_PROXY, NO_PROXY).
     *
     * @param extraTrust PEM file of certificates to trust beside the JDK's
     * @throws IOException where the file cannot be read or holds no certificate
     */
    public static HttpClient create(Optional<Path> extraTrust) throws IOException {
        return create(extraTrust, STALLED);
    }

    /** @param stalled longest that nothing may come of an answer that has begun */
    public static HttpClient create(Optional<Path> extraTrust, Duration stalled) throws IOException {
        java.net.http.HttpClient.Builder builder =
                java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1);
        if (extraTrust.isPresent()) {
            builder.sslContext(trusting(extraTrust.get()));
        }
        // The SDK's own limits measure a whole Put Page of 4 MiB, which may take minutes on a slow line.
        return new JdkHttpClientBuilder(builder)
                .connectionTimeout(CONNECT)
                .writeTimeout(PageBlobConnection.TRY_TIMEOUT)
                .responseTimeout(PageBlobConnection.TRY_TIMEOUT)
                .readTimeout(stalled)
                .build();
    }

    /** What pages are sent over: the same trust and the same proxies, without the SDK. */
    public static SocketTransport pages(Optional<Path> extraTrust) {
        return SocketTransport.create(() -> context(extraTrust), AzureHttp::proxyFor);
    }

    private static SSLContext context(Optional<Path> extraTrust) {
        try {
            return extraTrust.isPresent() ? trusting(extraTrust.get()) : SSLContext.getDefault();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** The proxy that a host is reached through; empty where there is none. */
    static Optional<Proxy> proxyFor(String host) {
        ProxyOptions proxy = ProxyOptions.fromConfiguration(Configuration.getGlobalConfiguration(), true);
        if (proxy == null || proxy.getAddress() == null || isExempt(host, proxy.getNonProxyHosts())) {
            return Optional.empty();
        }
        return Optional.of(new Proxy(
                proxy.getAddress().getHostString(),
                proxy.getAddress().getPort(),
                Optional.ofNullable(proxy.getUsername()),
                String.valueOf(proxy.getPassword())));
    }

    private static boolean isExempt(String host, @Nullable String patterns) {
        return patterns != null && host.matches("(?i:" + patterns + ")");
    }

    private static SSLContext trusting(Path pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager x509) {
                    for (X509Certificate known : x509.getAcceptedIssuers()) {
                        store.setCertificateEntry("jdk-" + count++, known);
                    }
                }
            }
            for (Certificate extra : certificates(pem)) {
                store.setCertificateEntry("extra-" + count++, extra);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot build a TLS context: " + e.getMessage(), e);
        }
    }

    /** @param store null for the JDK's own trust store */
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("no certificate in " + pem);
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException("not a PEM file of certificates: " + pem, e);
        }
    }
}
