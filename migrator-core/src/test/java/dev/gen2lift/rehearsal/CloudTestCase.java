package dev.gen2lift.rehearsal;

import com.azure.core.management.exception.ManagementException;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.resourcemanager.compute.models.CreationData;
import com.azure.resourcemanager.compute.models.DiskCreateOption;
import com.azure.resourcemanager.compute.models.DiskSku;
import com.azure.resourcemanager.compute.models.DiskStorageAccountTypes;
import com.azure.resourcemanager.compute.models.GrantAccessData;
import com.azure.resourcemanager.compute.models.HyperVGeneration;
import com.azure.resourcemanager.compute.models.OperatingSystemTypes;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** One cloud for a class of tests, and the calls that most of them begin with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CloudTestCase {

    static final String REGION = "westeurope";
    static final long MIB = 1L << 20;
    static final long CAPACITY = 24 * MIB;

    Path folder;

    RehearsalCloud cloud;
    AzureClients azure;
    ComputeManager compute;

    @BeforeAll
    void startTheCloud(@TempDir(cleanup = CleanupMode.ALWAYS) Path temporary) throws IOException {
        folder = temporary;
        cloud = RehearsalCloud.start(options());
        azure = new AzureClients(cloud);
        compute = azure.compute();
    }

    RehearsalOptions options() {
        return RehearsalOptions.in(folder.resolve("cloud")).withRetryAfter(Duration.ZERO);
    }

    @AfterAll
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    void createGroup(String name) {
        compute.resourceManager()
                .resourceGroups()
                .define(name)
                .withRegion(REGION)
                .create();
    }

    static DiskInner osDisk(long capacity) {
        return new DiskInner()
                .withLocation(REGION)
                .withSku(new DiskSku().withName(DiskStorageAccountTypes.STANDARD_SSD_LRS))
                .withOsType(OperatingSystemTypes.LINUX)
                .withHyperVGeneration(HyperVGeneration.V2)
                .withCreationData(upload(capacity + 512));
    }

    static DiskInner dataDisk(long capacity) {
        return new DiskInner()
                .withLocation(REGION)
                .withSku(new DiskSku().withName(DiskStorageAccountTypes.STANDARD_SSD_LRS))
                .withCreationData(upload(capacity + 512));
    }

    static CreationData upload(long bytes) {
        return new CreationData().withCreateOption(DiskCreateOption.UPLOAD).withUploadSizeBytes(bytes);
    }

    DiskInner create(String group, String name, DiskInner disk) {
        return compute.serviceClient().getDisks().createOrUpdate(group, name, disk);
    }

    DiskInner read(String group, String name) {
        return compute.serviceClient().getDisks().getByResourceGroup(group, name);
    }

    String grant(String group, String name, AccessLevel access) {
        return compute.serviceClient()
                .getDisks()
                .grantAccess(
                        group, name, new GrantAccessData().withAccess(access).withDurationInSeconds(3600), Context.NONE)
                .accessSas();
    }

    void revoke(String group, String name) {
        compute.serviceClient().getDisks().revokeAccess(group, name);
    }

    /** Creates a disk and uploads a little content and its footer. */
    DiskInner uploaded(String group, String name, DiskInner disk) {
        create(group, name, disk);
        PageBlobAsyncClient blob = azure.pageBlob(grant(group, name, AccessLevel.WRITE));
        long capacity = disk.creationData().uploadSizeBytes() - 512;
        write(blob, 0, random(4096, 1));
        write(blob, capacity, Vhds.footer(capacity));
        revoke(group, name);
        return read(group, name);
    }

    static void write(PageBlobAsyncClient blob, long offset, ByteBuffer data) {
        blob.uploadPages(range(offset, data.remaining()), Flux.just(data.duplicate()))
                .block();
    }

    static PageRange range(long offset, long length) {
        return new PageRange().setStart(offset).setEnd(offset + length - 1);
    }

    static ByteBuffer random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** The code with which Azure Resource Manager refuses {@code call}. */
    static ManagementException refusal(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(ManagementException.class, call);
    }

    static void assertRefused(String code, String messagePart, ThrowingCallable call) {
        ManagementException refusal = refusal(call);
        Assertions.assertThat(refusal).as("refused with " + code).isNotNull();
        Assertions.assertThat(refusal.getValue().getCode()).isEqualTo(code);
        Assertions.assertThat(refusal.getValue().getMessage()).contains(messagePart);
    }
}
