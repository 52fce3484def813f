package dev.gen2lift.cli;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.ManagedDiskReading;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobDisk;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A disk in Azure as a command line names it: a blob's URL, or a managed disk's resource id. */
final class StoredDisk implements Closeable {

    /** How long a managed disk may be read; ended when the command ends. */
    private static final Duration ACCESS = Duration.ofDays(1);

    private final PageBlobDisk disk;
    private final String name;
    private final @Nullable ManagedDiskReading reading;

    private StoredDisk(PageBlobDisk disk, String name, @Nullable ManagedDiskReading reading) {
        this.disk = disk;
        this.name = name;
        this.reading = reading;
    }

    /** @param blobName where the URL is that of a container */
    static StoredDisk open(String where, String blobName, AzureOptions azure) throws IOException {
        if (ManagedDiskReading.isDiskId(where)) {
            return openManaged(where, new AzureClients(azure.settings()));
        }
        PageBlobAddress address = UsageError.orThrow(() -> PageBlobAddress.parse(where, blobName));
        return new StoredDisk(PageBlobDisk.open(azure.connection(address), address), address.redacted(), null);
    }

    private static StoredDisk openManaged(String id, AzureClients clients) throws IOException {
        ManagedDiskReading reading = grant(id, clients);
        try {
            return new StoredDisk(PageBlobDisk.open(clients.pageBlobs(), reading.address()), id, reading);
        } catch (IOException | RuntimeException e) {
            try (reading) {
                throw e;
            }
        }
    }

    private static ManagedDiskReading grant(String id, AzureClients clients) throws IOException {
        try {
            return ManagedDiskReading.grant(clients, id, ACCESS);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", String.valueOf(e.getMessage()), "give --subscription");
        }
    }

    PageBlobDisk disk() {
        return disk;
    }

    /** URL without query, or resource id: the same whatever SAS it is read by. */
    String name() {
        return name;
    }

    /** What the upload's journal and digests are kept under. */
    String key() {
        return reading == null ? name : name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        if (reading != null) {
            reading.close();
        }
    }
}
