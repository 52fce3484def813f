package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.models.DiskAccessInner;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.resources.fluentcore.utils.ResourceManagerUtils;
import dev.gen2lift.azure.ManagedDiskSpec.OsTraits;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.rehearsal.server.RequestFilter;
import dev.gen2lift.transfer.GuestState;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A rehearsal cloud with a resource group, a small image, and what is needed to make a managed disk of it. */
final class DiskCloud implements AutoCloseable {

    /** The validator of the tests finds the document of disk accesses by a path with this name in it. */
    static final String GROUP = "disks";

    static final String REGION = "westeurope";
    static final long SIZE = 20L << 20;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final RehearsalCloud cloud;
    private final Path recording;
    private final Path image;
    private final AzureClients clients;
    private volatile String refused = "";
    private volatile int status;
    private volatile String code = "";

    DiskCloud(Path folder) throws IOException {
        this(folder, options -> options);
    }

    DiskCloud(Path folder, UnaryOperator<RehearsalOptions> more) throws IOException {
        Files.createDirectories(folder);
        ResourceManagerUtils.InternalRuntimeContext.setDelayProvider(delay -> Duration.ofMillis(20));
        recording = folder.resolve("recording.jsonl");
        image = folder.resolve("disk.raw");
        try (RandomAccessFile out = new RandomAccessFile(image.toFile(), "rw")) {
            out.setLength(SIZE);
            out.seek(5 << 20);
            out.write(new byte[] {1, 2, 3});
        }
        cloud = RehearsalCloud.start(more.apply(RehearsalOptions.in(folder.resolve("cloud"))
                .withRetryAfter(Duration.ZERO)
                .withRecording(recording)
                .withFilter(this::meet)));
        clients = new AzureClients(AzureSettings.fromEnvironment(Map.of())
                .withEndpoints(cloud.armEndpoint(), cloud.authorityHost())
                .withTenant(cloud.tenantId())
                .withClient(cloud.clientId(), cloud.clientSecret())
                .withSubscription(cloud.subscriptionId())
                .withExtraTrust(cloud.certificate()));
        new ResourceGroups(clients).ensure(GROUP, REGION, Map.of(), "test");
    }

    private Optional<RequestFilter.Fault> meet(RequestFilter.Request request) {
        String line = request.method() + " " + request.path() + "?" + request.query();
        requests.add(line);
        return !refused.isEmpty() && line.matches(refused)
                ? Optional.of(RequestFilter.Fault.refuse(status, code))
                : Optional.empty();
    }

    /** From now on requests that match "METHOD path?query" are refused; none with an empty pattern. */
    void refuse(String pattern, int newStatus, String newCode) {
        status = newStatus;
        code = newCode;
        refused = pattern;
    }

    void refuseNothing() {
        refused = "";
    }

    /** Requests so far that match. */
    long seen(String pattern) {
        return List.copyOf(requests).stream()
                .filter(each -> each.matches(pattern))
                .count();
    }

    /** Pages sent so far, the disk's and its guest state's. */
    long pagesSent() {
        return seen("PUT .*comp=page(&.*)?");
    }

    ManagedDiskSpec spec(String name, Optional<NetworkAccess> network) {
        return spec(name, Optional.empty(), network);
    }

    /** An OS disk for Trusted Launch. */
    ManagedDiskSpec trustedLaunch(String name) {
        return spec(
                name,
                Optional.of(new OsTraits(
                        OsType.LINUX, Architecture.X64, new VmSecurity(SecurityType.TRUSTED_LAUNCH, false))),
                Optional.empty());
    }

    private static ManagedDiskSpec spec(String name, Optional<OsTraits> os, Optional<NetworkAccess> network) {
        return new ManagedDiskSpec(
                GROUP, name, REGION, "StandardSSD_LRS", SIZE, "image", "test", os, Optional.empty(), network, Map.of());
    }

    /** Uploads the image; the first time it does not look for the disk, which an API document knows no answer to. */
    ManagedDiskUpload.Result upload(ManagedDiskSpec spec) throws IOException, InterruptedException {
        return upload(spec, Optional.empty());
    }

    ManagedDiskUpload.Result upload(ManagedDiskSpec spec, Optional<GuestState> guestState)
            throws IOException, InterruptedException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return new ManagedDiskUpload(clients)
                    .ensure(
                            spec,
                            UploadSource.of(disk, UploadSource.SMALLEST_MANAGED_DISK),
                            guestState,
                            UploadOptions.usual(),
                            cloud.diskFile(GROUP, spec.name()).isEmpty(),
                            CopyProgress.NONE);
        }
    }

    /** A disk access; {@code endpoint} is Approved, Pending or none. */
    String diskAccess(String name, String endpoint) throws IOException {
        DiskAccessInner access =
                new DiskAccessInner().withLocation(REGION).withTags(Map.of("rehearsal-endpoint", endpoint));
        return clients.compute()
                .getDiskAccesses()
                .createOrUpdate(GROUP, name, access)
                .id();
    }

    /** The guest state that the cloud holds. */
    Path guestStateFile(String disk) {
        return cloud.diskFile(GROUP, disk).orElseThrow().resolveSibling(disk + ".vmgs");
    }

    DiskInner disk(String name) throws IOException {
        return clients.compute().getDisks().getByResourceGroup(GROUP, name);
    }

    void change(String name, UnaryOperator<DiskInner> change) throws IOException {
        clients.compute().getDisks().createOrUpdate(GROUP, name, change.apply(disk(name)));
    }

    AzureClients clients() {
        return clients;
    }

    RehearsalCloud cloud() {
        return cloud;
    }

    Path image() {
        return image;
    }

    Path recording() {
        return recording;
    }

    @Override
    public void close() throws IOException {
        cloud.close();
    }
}
