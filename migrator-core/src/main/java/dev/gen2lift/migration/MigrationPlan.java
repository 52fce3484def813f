package dev.gen2lift.migration;

import dev.gen2lift.azure.NetworkAccess;
import dev.gen2lift.azure.OsType;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.transfer.UploadOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become of one VM. Says what is wanted; {@link Migration} finds out whether it can be.
 *
 * @param id marks everything that the migration creates; the same for every run of the same plan
 * @param vmName of the VM, whether it is created or only its disks are
 * @param location Azure's region, "westeurope"
 * @param dataDisks in the order of their LUNs, from 0
 * @param subnetId resource id of the subnet; needed for a VM
 * @param size of the VM, "Standard_D2s_v5"; needed for a VM
 * @param sku of the disks: {@code Standard_LRS}, {@code StandardSSD_LRS}, {@code Premium_LRS}, {@code StandardSSD_ZRS} or
 *     {@code Premium_ZRS}
 * @param osType where the disk itself does not tell, or tells wrongly
 * @param generation likewise; only V2 can be migrated
 * @param security how the VM is protected; its OS disk is made for that
 * @param network from where the disks can be reached; empty for what Azure makes of it
 * @param tags put on everything that is created
 * @param upload how each disk is uploaded
 * @param open how each image is opened
 */
public record MigrationPlan(
        String id,
        String vmName,
        String resourceGroup,
        String location,
        Create create,
        PlannedDisk osDisk,
        List<PlannedDisk> dataDisks,
        Optional<String> subnetId,
        Optional<String> size,
        String sku,
        Optional<OsType> osType,
        Optional<Generation> generation,
        SecurityPlan security,
        Optional<NetworkAccess> network,
        Map<String, String> tags,
        UploadOptions upload,
        OpenOptions open) {

    /** How far the migration goes. */
    public enum Create {
        /** The managed disks. */
        DISK,
        /** The disks, a network interface and the VM. */
        VM
    }

    /**
     * An image and the managed disk that it becomes.
     *
     * @param name of the managed disk
     */
    public record PlannedDisk(Path image, String name) {}

    public MigrationPlan {
        dataDisks = List.copyOf(dataDisks);
        tags = Map.copyOf(tags);
    }

    /** Name of the VM's network interface. */
    public String nicName() {
        return vmName + "-nic";
    }

    /** OS disk first. */
    public List<PlannedDisk> disks() {
        List<PlannedDisk> all = new ArrayList<>();
        all.add(osDisk);
        all.addAll(dataDisks);
        return all;
    }

    /** A plan for the disks alone, StandardSSD_LRS, until it is told more. */
    public static Builder builder(String vmName, String resourceGroup, String location, Path osImage) {
        return new Builder(vmName, resourceGroup, location, osImage);
    }

    /** Collects what a plan says. */
    public static final class Builder {

        private static final int ID_DIGITS = 4;

        private final String vmName;
        private final String resourceGroup;
        private final String location;
        private final Path osImage;
        private final List<Path> dataImages = new ArrayList<>();
        private final Map<String, String> tags = new LinkedHashMap<>();
        private Create create = Create.DISK;
        private Optional<String> subnetId = Optional.empty();
        private Optional<String> size = Optional.empty();
        private String sku = "StandardSSD_LRS";
        private Optional<OsType> osType = Optional.empty();
        private Optional<Generation> generation = Optional.empty();
        private SecurityPlan security = SecurityPlan.STANDARD;
        private Optional<NetworkAccess> network = Optional.empty();
        private UploadOptions upload = UploadOptions.usual();
        private OpenOptions open = OpenOptions.DEFAULT;
        private Optional<String> id = Optional.empty();

        private Builder(String vmName, String resourceGroup, String location, Path osImage) {
            this.vmName = vmName;
            this.resourceGroup = resourceGroup;
            this.location = location;
            this.osImage = osImage;
        }

        /** One more data disk, on the next LUN. */
        public Builder dataDisk(Path image) {
            dataImages.add(image);
            return this;
        }

        /** A VM of this size in this subnet, over the disks. */
        public Builder vm(String vmSize, String subnet) {
            create = Create.VM;
            size = Optional.of(vmSize);
            subnetId = Optional.of(subnet);
            return this;
        }

        public Builder create(Create what) {
            create = what;
            return this;
        }

        public Builder size(String vmSize) {
            size = Optional.of(vmSize);
            return this;
        }

        public Builder subnet(String resourceId) {
            subnetId = Optional.of(resourceId);
            return this;
        }

        public Builder sku(String diskSku) {
            sku = diskSku;
            return this;
        }

        public Builder osType(OsType type) {
            osType = Optional.of(type);
            return this;
        }

        public Builder generation(Generation given) {
            generation = Optional.of(given);
            return this;
        }

        public Builder security(SecurityPlan protection) {
            security = protection;
            return this;
        }

        /** From where the disks can be reached. */
        public Builder network(NetworkAccess access) {
            network = Optional.of(access);
            return this;
        }

        public Builder tag(String name, String value) {
            tags.put(name, value);
            return this;
        }

        public Builder upload(UploadOptions options) {
            upload = options;
            return this;
        }

        /** What the images are and where their parents may be, where that is not told by themselves. */
        public Builder open(OpenOptions options) {
            open = options;
            return this;
        }

        public Builder id(String migrationId) {
            id = Optional.of(migrationId);
            return this;
        }

        /** The plan; its disks are called {@code <vm>-os} and {@code <vm>-data-<lun>}. */
        public MigrationPlan build() {
            List<PlannedDisk> data = new ArrayList<>();
            for (int lun = 0; lun < dataImages.size(); lun++) {
                data.add(new PlannedDisk(dataImages.get(lun), vmName + "-data-" + lun));
            }
            return new MigrationPlan(
                    id.orElseGet(() -> vmName + "-" + mark(resourceGroup + "/" + vmName)),
                    vmName,
                    resourceGroup,
                    location,
                    create,
                    new PlannedDisk(osImage, vmName + "-os"),
                    data,
                    subnetId,
                    size,
                    sku,
                    osType,
                    generation,
                    security,
                    network,
                    tags,
                    upload,
                    open);
        }

        private static String mark(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest, 0, ID_DIGITS);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
