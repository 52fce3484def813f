package dev.gen2lift.transfer.faults;

import com.azure.core.http.HttpClient;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.specialized.PageBlobClient;
import com.azure.storage.blob.specialized.SpecializedBlobClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.transfer.AzureHttp;
import dev.gen2lift.transfer.AzuriteServer;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import dev.gen2lift.transfer.wire.SocketTransport;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A page blob service in order, with a {@link FaultProxy} in front of it. */
final class FaultyService implements Closeable {

    private static final String BLOB = "disk.vhd";
    private static final char[] STORE_PASSWORD = "rehearsal".toCharArray();

    private static @Nullable RehearsalCloud shared;

    private final FaultProxy proxy;
    private final Optional<Path> trust;
    private final HttpClient http;
    private final SocketTransport pages;
    private final Urls urls;

    /** Which service. */
    enum Kind {
        AZURITE,
        REHEARSAL
    }

    @FunctionalInterface
    private interface Urls {
        String url(String permissions, Duration life) throws IOException;
    }

    private FaultyService(FaultProxy proxy, Optional<Path> trust, Urls urls) throws IOException {
        this.proxy = proxy;
        this.trust = trust;
        this.http = AzureHttp.create(trust);
        this.pages = AzureHttp.pages(trust);
        this.urls = urls;
    }

    static FaultyService start(Kind kind) throws IOException, GeneralSecurityException {
        return kind == Kind.AZURITE ? azurite() : rehearsal();
    }

    private static FaultyService azurite() throws IOException {
        AzuriteServer azurite = AzuriteServer.shared();
        var container = azurite.container();
        int port = URI.create(container.getBlobContainerUrl()).getPort();
        FaultProxy proxy = FaultProxy.start(ServerSocketFactory.getDefault(), SocketFactory.getDefault(), port);
        return new FaultyService(
                proxy,
                Optional.empty(),
                (permissions, life) -> azurite.url(
                        container, BLOB, permissions, OffsetDateTime.now().plus(life)));
    }

    private static FaultyService rehearsal() throws IOException, GeneralSecurityException {
        RehearsalCloud cloud = sharedCloud();
        Path store = cloud.certificate().resolveSibling("rehearsal.p12");
        String container = "c" + UUID.randomUUID();
        FaultProxy proxy = FaultProxy.start(
                serverContext(store).getServerSocketFactory(),
                cloud.sslContext().getSocketFactory(),
                cloud.blobEndpoint().getPort());
        return new FaultyService(proxy, Optional.of(cloud.certificate()), (permissions, life) -> {
            String[] parts =
                    cloud.containerSas(container, permissions, life).toString().split("\\?", 2);
            return parts[0] + "/" + BLOB + "?" + parts[1];
        });
    }

    /** One for all tests of this JVM. */
    private static synchronized RehearsalCloud sharedCloud() throws IOException {
        if (shared == null) {
            Path folder = Files.createTempDirectory("rehearsal");
            RehearsalCloud cloud =
                    RehearsalCloud.start(RehearsalOptions.in(folder).withRetryAfter(Duration.ZERO));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cloud, folder)));
            shared = cloud;
        }
        return shared;
    }

    private static void stop(RehearsalCloud cloud, Path folder) {
        try {
            cloud.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }

    /** The cloud's own certificate: its clients trust nothing else. */
    private static SSLContext serverContext(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** The blob, through the proxy. */
    PageBlobAddress address() throws IOException {
        return address(Duration.ofHours(1));
    }

    /** The blob, through the proxy, with a SAS of this life. */
    PageBlobAddress address(Duration life) throws IOException {
        String url = urls.url("rcwd", life);
        int port = URI.create(url).getPort();
        return PageBlobAddress.parse(url.replaceFirst(":" + port + "/", ":" + proxy.port() + "/"), "unused");
    }

    /** With short pauses between tries, and so many seconds for each. */
    PageBlobConnection connection(int tries, Duration tryTimeout) throws IOException {
        return connection(tries, tryTimeout, Duration.ofMillis(20));
    }

    /** With pauses as long as the service asks for, up to so many seconds. */
    PageBlobConnection patient(Duration longestPause) throws IOException {
        return connection(5, longestPause, longestPause);
    }

    private PageBlobConnection connection(int tries, Duration tryTimeout, Duration longestPause) throws IOException {
        return new PageBlobConnection(
                AzureHttp.create(trust, tryTimeout),
                Optional.empty(),
                new RequestRetryOptions(
                        RetryPolicyType.EXPONENTIAL, tries, tryTimeout, Duration.ofMillis(1), longestPause, null),
                List.of(),
                pages.withPatience(tryTimeout));
    }

    /** The blob past the proxy, by the SDK alone. */
    PageBlobClient direct() throws IOException {
        return new SpecializedBlobClientBuilder()
                .endpoint(urls.url("rcwd", Duration.ofHours(1)))
                .httpClient(http)
                .serviceVersion(BlobServiceVersion.V2026_06_06)
                .buildPageBlobClient();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
