package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.DisksClient;
import com.azure.resourcemanager.compute.fluent.models.AccessUriInner;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.resourcemanager.compute.models.CreationData;
import com.azure.resourcemanager.compute.models.DiskCreateOption;
import com.azure.resourcemanager.compute.models.DiskSecurityProfile;
import com.azure.resourcemanager.compute.models.DiskSecurityTypes;
import com.azure.resourcemanager.compute.models.DiskSku;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.DiskStorageAccountTypes;
import com.azure.resourcemanager.compute.models.GrantAccessData;
import com.azure.resourcemanager.compute.models.HyperVGeneration;
import com.azure.resourcemanager.compute.models.SupportedCapabilities;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobTarget;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Managed disks that are created by direct upload, or imported from a page blob. */
public final class ManagedDisks {

    static final String TYPE = "Microsoft.Compute/disks";

    private static final Set<DiskState> UPLOADING = Set.of(DiskState.READY_TO_UPLOAD, DiskState.ACTIVE_UPLOAD);
    private static final Set<DiskState> DONE = Set.of(DiskState.UNATTACHED, DiskState.ATTACHED, DiskState.RESERVED);

    /** A disk's {@code provisioningState} while Azure works at it. */
    private static final Set<String> UNDER_WAY = Set.of("Creating", "Updating");

    private static final String SUCCEEDED = "Succeeded";
    private static final long SETTLING_PAUSE_SECONDS = 5;

    private final AzureClients clients;
    private final ResourceGroups groups;

    public ManagedDisks(AzureClients clients) {
        this.clients = clients;
        this.groups = new ResourceGroups(clients);
    }

    /** How far a disk is. */
    public enum Standing {
        /** No disk of that name. */
        MISSING,
        /** Created for this image by this migration, and waiting for its bytes or for the rest of them. */
        UNFINISHED,
        /** This image, uploaded or imported completely by this migration. */
        DONE
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws AzureRequestException where a disk of that name is something else
     */
    public Standing look(ManagedDiskSpec spec) throws IOException {
        // In a group that is not there the question itself would be an error that the API document does not know.
        if (!groups.exists(spec.resourceGroup())) {
            return Standing.MISSING;
        }
        Optional<DiskInner> found = find(spec);
        return found.isEmpty() ? Standing.MISSING : standing(found.get(), spec);
    }

    /** Looks once Azure has ended what an earlier run told it to do with the disk. */
    Standing lookWhenSettled(ManagedDiskSpec spec) throws IOException, InterruptedException {
        Standing standing = look(spec);
        while (standing == Standing.UNFINISHED
                && find(spec)
                        .map(DiskInner::provisioningState)
                        .filter(UNDER_WAY::contains)
                        .isPresent()) {
            TimeUnit.SECONDS.sleep(SETTLING_PAUSE_SECONDS);
            standing = look(spec);
        }
        return standing;
    }

    /** Creates the disk, or tells Azure once more to; what is there must be {@link #look look}ed at before. */
    DiskInner create(ManagedDiskSpec spec) throws IOException {
        ArmCalls.call(spec.name(), () -> disks().createOrUpdate(spec.resourceGroup(), spec.name(), request(spec)));
        DiskInner made = get(spec);
        compare(made, spec, AzureRequestException.UNEXPECTED_STATE);
        return made;
    }

    /**
     * Creates the disk where it is missing, and reads back what Azure made of it.
     *
     * @param newGroup whether the resource group was made just now and cannot hold the disk
     */
    Standing ensureCreated(ManagedDiskSpec spec, boolean newGroup) throws IOException {
        Standing before = newGroup ? Standing.MISSING : look(spec);
        if (before != Standing.MISSING) {
            return before;
        }
        return standing(create(spec), spec);
    }

    /** Makes sure that the disk can be reached from where it is to be, once it is complete. */
    void ensureNetwork(ManagedDiskSpec spec) throws IOException {
        if (spec.network().isEmpty()) {
            return;
        }
        NetworkAccess wanted = spec.network().get().afterwards();
        DiskInner disk = get(spec);
        if (!wanted.holdsFor(disk)) {
            // By PUT: a PATCH that leaves the disk access out keeps it, which Azure refuses with any other policy.
            ArmCalls.call(
                    spec.name(), () -> disks().createOrUpdate(spec.resourceGroup(), spec.name(), wanted.applyTo(disk)));
        }
    }

    /** Whether the disk lets nobody in but through a private endpoint. */
    boolean isPrivate(ManagedDiskSpec spec) throws IOException {
        return DiskNetwork.isPrivate(get(spec));
    }

    EnsuredResource resource(ManagedDiskSpec spec, boolean created) throws IOException {
        return new EnsuredResource(TYPE, spec.name(), get(spec).id(), created);
    }

    /** The disk's resource id. */
    String id(ManagedDiskSpec spec) throws IOException {
        return get(spec).id();
    }

    /** What tells the disk from another one of the same name, made before or after it. */
    String uniqueId(ManagedDiskSpec spec) throws IOException {
        DiskInner disk = get(spec);
        return Objects.requireNonNullElseGet(disk.uniqueId(), () -> String.valueOf(disk.timeCreated()));
    }

    /**
     * Where the bytes go that make a disk.
     *
     * @param guestState of a disk for Trusted Launch; often on another host than the disk
     */
    record WriteGrant(PageBlobAddress disk, Optional<PageBlobAddress> guestState) {}

    /** The URLs that the disk's bytes and its guest state's are written to, for as long as {@code seconds}. */
    WriteGrant grantWrite(ManagedDiskSpec spec, int seconds) throws IOException {
        GrantAccessData access =
                new GrantAccessData().withAccess(AccessLevel.WRITE).withDurationInSeconds(seconds);
        if (spec.isTrustedLaunch()) {
            access.withGetSecureVMGuestStateSas(true);
        }
        AccessUriInner granted = AccessGrant.request(disks(), spec.resourceGroup(), spec.name(), access);
        if (spec.isTrustedLaunch() && granted.securityDataAccessSas() == null) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "write access was granted without a URL for the guest state",
                    spec.name(),
                    "run the same command again");
        }
        return new WriteGrant(
                PageBlobAddress.parse(granted.accessSas(), spec.name()),
                Optional.ofNullable(granted.securityDataAccessSas())
                        .filter(url -> spec.isTrustedLaunch())
                        .map(url -> PageBlobAddress.parse(url, spec.name())));
    }

    /** Ends write access. Azure looks for the footer now and takes the disk for complete where it is there. */
    void revoke(ManagedDiskSpec spec) throws IOException {
        ArmCalls.call(spec.name(), () -> {
            disks().revokeAccess(spec.resourceGroup(), spec.name());
            return spec;
        });
    }

    private DisksClient disks() throws IOException {
        return clients.compute().getDisks();
    }

    private Optional<DiskInner> find(ManagedDiskSpec spec) throws IOException {
        return ArmCalls.find(spec.name(), () -> disks().getByResourceGroup(spec.resourceGroup(), spec.name()));
    }

    private DiskInner get(ManagedDiskSpec spec) throws IOException {
        return ArmCalls.call(spec.name(), () -> disks().getByResourceGroup(spec.resourceGroup(), spec.name()));
    }

    private static DiskInner request(ManagedDiskSpec spec) {
        Map<String, String> tags = new LinkedHashMap<>(MigrationTags.of(spec.tags(), spec.migrationId()));
        tags.put(MigrationTags.SOURCE, spec.source());
        DiskInner disk = new DiskInner()
                .withLocation(spec.location())
                .withSku(new DiskSku().withName(DiskStorageAccountTypes.fromString(spec.sku())))
                .withCreationData(creation(spec))
                .withTags(tags);
        spec.network()
                .map(access -> spec.blob().isPresent() ? access.afterwards() : access.forUpload())
                .ifPresent(network -> network.applyTo(disk));
        spec.os()
                .ifPresent(os -> disk.withOsType(os.type().toSdk())
                        .withHyperVGeneration(HyperVGeneration.V2)
                        .withSupportedCapabilities(
                                new SupportedCapabilities().withArchitecture(architecture(os.architecture()))));
        if (spec.isTrustedLaunch()) {
            disk.withSecurityProfile(new DiskSecurityProfile().withSecurityType(DiskSecurityTypes.TRUSTED_LAUNCH));
        }
        return disk;
    }

    private static CreationData creation(ManagedDiskSpec spec) {
        CreationData creation = new CreationData().withCreateOption(createOption(spec));
        return spec.blob()
                .map(blob -> creation.withStorageAccountId(blob.accountId()).withSourceUri(blob.url()))
                .orElseGet(() -> creation.withUploadSizeBytes(uploadSize(spec)));
    }

    /** An upload for Trusted Launch is taken only together with the guest state. */
    private static DiskCreateOption createOption(ManagedDiskSpec spec) {
        if (spec.blob().isPresent()) {
            return DiskCreateOption.IMPORT;
        }
        return spec.isTrustedLaunch() ? DiskCreateOption.UPLOAD_PREPARED_SECURE : DiskCreateOption.UPLOAD;
    }

    private static boolean isTrustedLaunch(DiskInner disk) {
        return disk.securityProfile() != null
                && DiskSecurityTypes.TRUSTED_LAUNCH.equals(
                        disk.securityProfile().securityType());
    }

    private static long uploadSize(ManagedDiskSpec spec) {
        return Math.addExact(spec.size(), PageBlobTarget.FOOTER_LENGTH);
    }

    private static com.azure.resourcemanager.compute.models.Architecture architecture(Architecture architecture) {
        return architecture == Architecture.ARM64
                ? com.azure.resourcemanager.compute.models.Architecture.ARM64
                : com.azure.resourcemanager.compute.models.Architecture.X64;
    }

    private static Standing standing(DiskInner disk, ManagedDiskSpec spec) throws AzureRequestException {
        if (!MigrationTags.belongsTo(disk, spec.migrationId())) {
            throw conflict(spec, "a disk of that name exists that this migration did not create");
        }
        if (!spec.source().equals(MigrationTags.value(disk, MigrationTags.SOURCE))) {
            throw conflict(spec, "the disk holds another image, or an earlier state of this one");
        }
        compare(disk, spec, AzureRequestException.CONFLICT);
        if (spec.blob().isPresent() && !SUCCEEDED.equals(disk.provisioningState())) {
            return Standing.UNFINISHED;
        }
        if (DONE.contains(disk.diskState())) {
            return Standing.DONE;
        }
        if (UPLOADING.contains(disk.diskState())) {
            DiskNetwork.requireOpen(disk, spec.resourceGroup() + "/" + spec.name());
            return Standing.UNFINISHED;
        }
        throw conflict(spec, "the disk is in state " + disk.diskState());
    }

    /** Generation and size cannot be changed later, and Azure guesses generation 1 where it did not understand. */
    private static void compare(DiskInner disk, ManagedDiskSpec spec, String code) throws AzureRequestException {
        if (spec.os().isPresent() && !HyperVGeneration.V2.equals(disk.hyperVGeneration())) {
            throw other(spec, code, "the disk is of generation " + disk.hyperVGeneration() + ", not V2");
        }
        if (spec.os().isPresent() && disk.osType() != spec.os().get().type().toSdk()) {
            throw other(
                    spec,
                    code,
                    "the disk is for " + disk.osType() + ", not "
                            + spec.os().get().type());
        }
        if (disk.diskSizeBytes() != null && disk.diskSizeBytes() != spec.size()) {
            throw other(spec, code, "the disk has " + disk.diskSizeBytes() + " bytes, not " + spec.size());
        }
        if (isTrustedLaunch(disk) != spec.isTrustedLaunch()) {
            throw other(
                    spec,
                    code,
                    spec.isTrustedLaunch()
                            ? "the disk was not made for Trusted Launch"
                            : "the disk was made for Trusted Launch");
        }
        CreationData creation = disk.creationData();
        if (creation == null || !createOption(spec).equals(creation.createOption())) {
            throw other(
                    spec, code, "the disk was not created by an " + (spec.blob().isPresent() ? "import" : "upload"));
        }
        if (creation.uploadSizeBytes() != null && !Objects.equals(creation.uploadSizeBytes(), uploadSize(spec))) {
            throw other(spec, code, "the disk was created for " + creation.uploadSizeBytes() + " bytes");
        }
    }

    private static AzureRequestException conflict(ManagedDiskSpec spec, String reason) {
        return other(spec, AzureRequestException.CONFLICT, reason);
    }

    private static AzureRequestException other(ManagedDiskSpec spec, String code, String reason) {
        return new AzureRequestException(
                0,
                code,
                reason,
                spec.resourceGroup() + "/" + spec.name(),
                "delete the disk, or choose another name for it");
    }
}
