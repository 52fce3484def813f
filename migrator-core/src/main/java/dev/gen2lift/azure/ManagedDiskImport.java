package dev.gen2lift.azure;

import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;

/**
 * A managed disk with the content of a page blob that holds a whole fixed VHD, copied by Azure within the region. A disk
 * that is there is left alone. The blob may be deleted afterwards.
 */
public final class ManagedDiskImport {

    private final ManagedDisks disks;

    public ManagedDiskImport(AzureClients clients) {
        this.disks = new ManagedDisks(clients);
    }

    /**
     * Brings the disk about and waits until its content is there.
     *
     * @param spec with the blob that it is imported from
     * @param newGroup whether the resource group was made just now and cannot hold the disk
     * @throws AzureRequestException where a disk of that name is something else, or Azure refuses
     */
    public EnsuredResource ensure(ManagedDiskSpec spec, boolean newGroup) throws IOException, InterruptedException {
        if (spec.blob().isEmpty()) {
            throw new IllegalArgumentException("no blob to import " + spec.name() + " from");
        }
        if (!newGroup && disks.lookWhenSettled(spec) == ManagedDisks.Standing.DONE) {
            disks.ensureNetwork(spec);
            return disks.resource(spec, false);
        }
        disks.create(spec);
        if (disks.lookWhenSettled(spec) != ManagedDisks.Standing.DONE) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "the disk is not complete after its import",
                    spec.resourceGroup() + "/" + spec.name(),
                    "run the same command again");
        }
        return disks.resource(spec, true);
    }
}
