package dev.gen2lift.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmRoutes;
import dev.gen2lift.rehearsal.arm.ArmService;
import dev.gen2lift.rehearsal.arm.Operations;
import dev.gen2lift.rehearsal.arm.Recorder;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import dev.gen2lift.rehearsal.blob.BlobService;
import dev.gen2lift.rehearsal.blob.BlobStore;
import dev.gen2lift.rehearsal.compute.DiskAccesses;
import dev.gen2lift.rehearsal.compute.Disks;
import dev.gen2lift.rehearsal.compute.VirtualMachines;
import dev.gen2lift.rehearsal.compute.VmSizes;
import dev.gen2lift.rehearsal.identity.TokenEndpoint;
import dev.gen2lift.rehearsal.identity.Tokens;
import dev.gen2lift.rehearsal.network.NetworkInterfaces;
import dev.gen2lift.rehearsal.network.Subnets;
import dev.gen2lift.rehearsal.network.VirtualNetworks;
import dev.gen2lift.rehearsal.server.HttpsServer;
import dev.gen2lift.rehearsal.server.LocalCertificate;
import dev.gen2lift.rehearsal.server.StateFile;
import dev.gen2lift.rehearsal.storage.StorageAccounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * A cloud in this process, on a port of 127.0.0.1 and in a folder: sign-in, Azure Resource Manager and page blobs, for
 * the unmodified Azure SDK. In the folder:
 *
 * <ul>
 *   <li>{@code disks/<group>/<name>.vhd}: managed disks, as uploaded; their guest state is beside them, {@code .vmgs};
 *   <li>{@code blobs/<account>/<container>/<blob>}: page blobs;
 *   <li>{@code tls/rehearsal.pem}: the certificate that clients have to trust;
 *   <li>{@code state/}: what a cloud started again on the folder continues with, keys included.
 * </ul>
 */
public final class RehearsalCloud implements AutoCloseable {

    private static final String TENANT = "67656e32-0000-4000-8000-000000000001";
    private static final String SUBSCRIPTION = "67656e32-0000-4000-8000-000000000002";
    private static final String CLIENT = "67656e32-0000-4000-8000-000000000003";
    private static final String SECRETS = "secrets";
    private static final int SECRET_BYTES = 32;

    private final StateFile state;
    private final Recorder recorder;
    private final ArmService arm;
    private final ResourceStore resources;
    private final BlobStore blobs;
    private final Disks disks;
    private final StorageAccounts accounts;
    private final LocalCertificate certificate;
    private final InstantSource clock;
    private final String clientSecret;
    private final HttpsServer server;

    private RehearsalCloud(RehearsalOptions options, StateFile state, Recorder recorder) throws IOException {
        Path folder = options.folder().toAbsolutePath().normalize();
        this.state = state;
        this.recorder = recorder;
        this.clock = options.clock();
        ObjectNode secrets = secrets(state);
        this.clientSecret = secrets.path("clientSecret").asText();
        Tokens tokens = new Tokens(
                Base64.getUrlDecoder().decode(secrets.path("tokenKey").asText()), clock);
        this.blobs = BlobStore.open(folder, state, clock);
        this.resources = new ResourceStore(state);
        Operations operations = new Operations(clock, options.retryAfter());
        this.disks = new Disks(
                resources,
                operations,
                blobs,
                folder,
                clock,
                () -> origin(options.diskHost()),
                () -> origin(options.guestStateHost()));
        this.accounts = new StorageAccounts(resources, operations, clock, this::origin);
        VirtualNetworks networks = new VirtualNetworks(resources, operations);
        ArmRoutes routes = new ArmRoutes(TENANT, SUBSCRIPTION, resources, operations)
                .with(disks)
                .with(new DiskAccesses(resources, operations, clock))
                .with(new VirtualMachines(resources, operations, disks, clock))
                .with(networks)
                .with(new Subnets(networks, operations))
                .with(new NetworkInterfaces(resources, operations, networks))
                .with(accounts)
                .with(VmSizes.SKUS_TYPE, VmSizes::skus);
        this.arm = new ArmService(tokens, resources, routes, recorder);
        this.certificate = LocalCertificate.in(folder.resolve("tls"), clock.instant());
        FrontDoor door = new FrontDoor(
                options.filter(),
                new TokenEndpoint(new TokenEndpoint.Credentials(TENANT, CLIENT, clientSecret), tokens),
                arm,
                new BlobService(blobs, tokens, clock),
                blobs);
        try {
            this.server = HttpsServer.start(options.port(), certificate, door);
        } catch (IOException e) {
            blobs.close();
            throw e;
        }
    }

    /**
     * Starts a cloud.
     *
     * @throws IOException where the port is in use, the folder is another cloud's or cannot be written, or no certificate
     *     can be made
     */
    public static RehearsalCloud start(RehearsalOptions options) throws IOException {
        Files.createDirectories(options.folder());
        StateFile state =
                StateFile.open(options.folder().toAbsolutePath().normalize().resolve("state"));
        Recorder recorder = null;
        try {
            recorder = Recorder.to(options.recording());
            return new RehearsalCloud(options, state, recorder);
        } catch (IOException | RuntimeException e) {
            if (recorder != null) {
                recorder.close();
            }
            state.close();
            throw e;
        }
    }

    private static ObjectNode secrets(StateFile state) throws IOException {
        ObjectNode secrets = state.section(SECRETS);
        if (secrets.isEmpty()) {
            SecureRandom random = new SecureRandom();
            for (String name : List.of("tokenKey", "clientSecret")) {
                byte[] secret = new byte[SECRET_BYTES];
                random.nextBytes(secret);
                secrets.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
            }
            state.save(SECRETS, secrets);
        }
        return secrets;
    }

    private URI origin() {
        return origin("127.0.0.1");
    }

    private URI origin(String host) {
        return URI.create("https://" + host + ":" + server.port());
    }

    /** Where Azure Resource Manager answers. */
    public URI armEndpoint() {
        return URI.create("https://localhost:" + server.port() + "/");
    }

    /** Where clients sign in; by name, because the sign-in library leaves {@code localhost} alone. */
    public URI authorityHost() {
        return URI.create("https://localhost:" + server.port() + "/");
    }

    /** The storage account's blob endpoint. */
    public URI blobEndpoint() {
        return origin().resolve("/" + BlobStore.ACCOUNT);
    }

    public String storageAccount() {
        return BlobStore.ACCOUNT;
    }

    /** The storage account's key; only for signing shared access signatures, requests signed with it are refused. */
    public String storageAccountKey() {
        return blobs.accountKey();
    }

    public String tenantId() {
        return TENANT;
    }

    public String subscriptionId() {
        return SUBSCRIPTION;
    }

    public String clientId() {
        return CLIENT;
    }

    public String clientSecret() {
        return clientSecret;
    }

    /** The server's certificate as PEM, for clients outside of this process. */
    public Path certificate() {
        return certificate.pem();
    }

    /** Trusts this cloud and nothing else. */
    public SSLContext sslContext() {
        return certificate.clientContext();
    }

    /** Trusts this cloud and nothing else. */
    public X509TrustManager trustManager() {
        return certificate.trustManager();
    }

    /** A container's URL with a signature to read, write, create, list and delete blobs for a day; makes the container. */
    public URI containerSas(String container) throws IOException {
        return containerSas(container, "rcwdl", Duration.ofDays(1));
    }

    /**
     * A container's URL with a signature; makes the container where there is none.
     *
     * @param permissions letters of {@code racwdl}
     * @param life from now; a negative one makes a signature that has expired
     */
    public URI containerSas(String container, String permissions, Duration life) throws IOException {
        blobs.createContainer(container);
        String query =
                blobs.containerSas(container, permissions, clock.instant().plus(life));
        return URI.create(blobEndpoint() + "/" + container + "?" + query);
    }

    /** The file that holds a managed disk: a fixed VHD, once it was uploaded. Empty where there is no such disk. */
    public Optional<Path> diskFile(String resourceGroup, String disk) {
        ResourceId id =
                new ResourceId(SUBSCRIPTION, resourceGroup, "Microsoft.Compute", List.of("disks"), List.of(disk));
        return arm.read(() -> disks.file(id));
    }

    /**
     * Makes the storage account a resource of a group that exists, so that clients find it and it has a region.
     *
     * @return its resource id
     */
    public String registerStorageAccount(String resourceGroup, String location) throws IOException {
        ResourceId id = new ResourceId(
                SUBSCRIPTION,
                resourceGroup,
                "Microsoft.Storage",
                List.of("storageAccounts"),
                List.of(BlobStore.ACCOUNT));
        return arm.change(() -> {
            accounts.register(id, location);
            return id.toString();
        });
    }

    /** Every resource that exists, in the order of its making. */
    public List<CloudResource> resources() {
        return arm.read(() -> {
            List<CloudResource> found = new ArrayList<>();
            for (ObjectNode document : resources.resources(Optional.empty())) {
                found.add(describe(document));
            }
            return found;
        });
    }

    private static CloudResource describe(ObjectNode document) {
        String id = document.path("id").asText();
        JsonNode properties = document.path("properties");
        return new CloudResource(
                id,
                document.path("type").asText(),
                ResourceId.parse(id).map(ResourceId::group).orElse(""),
                document.path("name").asText(),
                document.path("location").asText(),
                properties
                        .path("diskState")
                        .asText(properties.path("provisioningState").asText()));
    }

    @Override
    public void close() throws IOException {
        try (state;
                recorder;
                blobs;
                server) {
            // Closed in reverse: no request is under way when the rest goes.
            return;
        }
    }
}
