package dev.gen2lift.azure;

import dev.gen2lift.guest.Architecture;
import java.util.Map;
import java.util.Optional;

/**
 * A managed disk as it has to be.
 *
 * @param sku {@code StandardSSD_LRS}, {@code Premium_LRS}, ...
 * @param size bytes of the virtual disk without a footer; a multiple of 1 MiB
 * @param source mark of the image, {@link dev.gen2lift.transfer.SourceIdentity}
 * @param os for a disk that a VM starts from; then of generation 2
 * @param blob what it is imported from; empty for a disk that is uploaded
 * @param network from where it can be reached; empty for what Azure and its policies make of it
 * @param tags the user's
 */
public record ManagedDiskSpec(
        String resourceGroup,
        String name,
        String location,
        String sku,
        long size,
        String source,
        String migrationId,
        Optional<OsTraits> os,
        Optional<StagedBlob> blob,
        Optional<NetworkAccess> network,
        Map<String, String> tags) {

    /**
     * What Azure has to know of a disk that a VM starts from.
     *
     * @param architecture X64 or ARM64
     * @param security of the VM that starts from it; the disk is made for it and cannot be changed later
     */
    public record OsTraits(OsType type, Architecture architecture, VmSecurity security) {

        public OsTraits {
            if (architecture != Architecture.X64 && architecture != Architecture.ARM64) {
                throw new IllegalArgumentException("Azure has no generation 2 VMs for " + architecture);
            }
        }
    }

    /**
     * A page blob with a whole fixed VHD, in the disk's region.
     *
     * @param url without a SAS
     * @param accountId resource id of its storage account
     */
    public record StagedBlob(String url, String accountId) {}

    /** Whether it is made for Trusted Launch. */
    public boolean isTrustedLaunch() {
        return os.filter(traits -> traits.security().isTrustedLaunch()).isPresent();
    }

    public ManagedDiskSpec {
        tags = Map.copyOf(tags);
    }
}
