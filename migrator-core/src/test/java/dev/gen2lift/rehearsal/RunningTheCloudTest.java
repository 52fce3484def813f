package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.rehearsal.server.RequestFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, continuing, and what goes wrong outside of any request. */
class RunningTheCloudTest {

    @TempDir
    Path folder;

    private RehearsalOptions options() {
        return RehearsalOptions.in(folder.resolve("cloud")).withRetryAfter(Duration.ZERO);
    }

    @Test
    void aCloudStartedAgainOnItsFolderContinues() throws Exception {
        URI sas;
        String secret;
        byte[] certificate;
        int port;
        try (RehearsalCloud cloud = RehearsalCloud.start(options())) {
            AzureClients azure = new AzureClients(cloud);
            ComputeManager compute = azure.compute();
            compute.resourceManager()
                    .resourceGroups()
                    .define("rg")
                    .withRegion(CloudTestCase.REGION)
                    .create();
            compute.serviceClient()
                    .getDisks()
                    .createOrUpdate("rg", "d", CloudTestCase.dataDisk(CloudTestCase.CAPACITY));
            sas = cloud.containerSas("vhds");
            PageBlobAsyncClient blob = azure.pageBlob(sas, "b");
            blob.create(CloudTestCase.MIB).block();
            CloudTestCase.write(blob, 4096, CloudTestCase.random(1024, 1));
            secret = cloud.clientSecret();
            certificate = Files.readAllBytes(cloud.certificate());
            port = cloud.armEndpoint().getPort();
        }

        try (RehearsalCloud cloud = RehearsalCloud.start(options().withPort(port))) {
            AzureClients azure = new AzureClients(cloud);
            assertThat(cloud.clientSecret()).isEqualTo(secret);
            assertThat(Files.readAllBytes(cloud.certificate())).isEqualTo(certificate);
            assertThat(azure.compute()
                            .disks()
                            .getByResourceGroup("rg", "d")
                            .innerModel()
                            .diskState())
                    .hasToString("ReadyToUpload");
            PageBlobAsyncClient blob = azure.pageBlob(sas, "b");
            assertThat(blob.listPageRanges(new BlobRange(0))
                            .map(item -> item.getRange().getOffset())
                            .collectList()
                            .block())
                    .isEqualTo(List.of(4096L));
            CloudTestCase.write(blob, 8192, CloudTestCase.random(1024, 2));
        }
    }

    @Test
    void whatAKilledCloudLeavesKnowsItsPages() throws Exception {
        Path left = folder.resolve("left");
        URI sas;
        try (RehearsalCloud cloud = RehearsalCloud.start(options())) {
            sas = cloud.containerSas("vhds");
            PageBlobAsyncClient blob = new AzureClients(cloud).pageBlob(sas, "b");
            blob.create(CloudTestCase.MIB).block();
            CloudTestCase.write(blob, 4096, CloudTestCase.random(1024, 1));
            copy(folder.resolve("cloud"), left);
        }

        try (RehearsalCloud cloud = RehearsalCloud.start(RehearsalOptions.in(left))) {
            URI now = URI.create(cloud.blobEndpoint() + "/vhds?" + sas.getRawQuery());
            PageBlobAsyncClient blob = new AzureClients(cloud).pageBlob(now, "b");
            assertThat(blob.listPageRanges(new BlobRange(0))
                            .map(item -> item.getRange().getOffset())
                            .collectList()
                            .block())
                    .isEqualTo(List.of(4096L));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> RehearsalCloud.start(options().withPort(taken.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
        RehearsalCloud.start(options()).close();
    }

    @Test
    void aFolderIsUsedByOneCloudAtATime() throws Exception {
        try (RehearsalCloud cloud = RehearsalCloud.start(options())) {
            assertThat(cloud.resources()).isEmpty();
            assertThatThrownBy(() -> RehearsalCloud.start(options()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another rehearsal cloud");
        }
    }

    @Test
    void theCertificateIsForLocalhostByNameAndByBothAddresses() throws Exception {
        try (RehearsalCloud cloud = RehearsalCloud.start(options())) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(Files.newInputStream(cloud.certificate()));
            assertThat(certificate.getSubjectAlternativeNames())
                    .extracting(name -> (Object) name.get(1))
                    .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
            certificate.checkValidity();
            for (String host : List.of("localhost", "127.0.0.1")) {
                handshake(cloud, host);
            }
        }
    }

    private static void handshake(RehearsalCloud cloud, String host) throws IOException {
        try (Socket plain = new Socket("127.0.0.1", cloud.armEndpoint().getPort());
                SSLSocket socket = (SSLSocket)
                        cloud.sslContext().getSocketFactory().createSocket(plain, host, plain.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getSession().isValid()).isTrue();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesThatHoldKeysAreTheOwnersAlone() throws Exception {
        try (RehearsalCloud cloud = RehearsalCloud.start(options())) {
            assertThat(cloud.resources()).isEmpty();
            for (String file : List.of("state", "state/cloud.json", "tls", "tls/rehearsal.p12")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                folder.resolve("cloud").resolve(file))))
                        .as(file)
                        .endsWith("------");
            }
        }
    }

    @Test
    void theThirdPutPageFailsWhereAFilterSaysSo() throws Exception {
        AtomicInteger count = new AtomicInteger();
        RequestFilter third = request ->
                request.query().contains("comp=page&") || request.query().endsWith("comp=page")
                        ? Optional.of(count.incrementAndGet())
                                .filter(n -> n == 3)
                                .map(n -> RequestFilter.Fault.refuse(503, "ServerBusy"))
                        : Optional.empty();
        try (RehearsalCloud cloud = RehearsalCloud.start(options().withFilter(third))) {
            PageBlobAsyncClient blob = new AzureClients(cloud).pageBlob(cloud.containerSas("vhds"), "b");
            blob.create(CloudTestCase.MIB).block();
            CloudTestCase.write(blob, 0, CloudTestCase.random(512, 1));
            CloudTestCase.write(blob, 512, CloudTestCase.random(512, 1));
            BlobStorageException busy = catchThrowableOfType(
                    BlobStorageException.class, () -> CloudTestCase.write(blob, 1024, CloudTestCase.random(512, 1)));
            assertThat(busy.getStatusCode()).isEqualTo(503);
            assertThat(busy.getErrorCode()).hasToString("ServerBusy");
            CloudTestCase.write(blob, 1024, CloudTestCase.random(512, 1));
        }
    }

    @Test
    void optionsThatCannotBeMetAreRefused() throws Exception {
        assertThatThrownBy(() -> options().withRetryAfter(Duration.ofMillis(500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options().withPort(70_000)).isInstanceOf(IllegalArgumentException.class);
        try (RehearsalCloud cloud = RehearsalCloud.start(options())) {
            assertThatThrownBy(() -> cloud.containerSas("../out")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tokensExpireWithTheCloudsClock() throws Exception {
        AtomicLong later = new AtomicLong();
        try (RehearsalCloud cloud =
                RehearsalCloud.start(options().withClock(() -> Instant.now().plusSeconds(later.get())))) {
            ComputeManager compute = new AzureClients(cloud).compute();
            assertThat(compute.disks().list().stream().count()).isZero();
            later.set(Duration.ofHours(2).toSeconds());
            ManagementException refusal = catchThrowableOfType(
                    ManagementException.class,
                    () -> compute.disks().list().stream().count());
            assertThat(refusal.getValue().getCode()).isEqualTo("ExpiredAuthenticationToken");
        }
    }
}
