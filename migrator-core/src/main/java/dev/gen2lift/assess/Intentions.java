package dev.gen2lift.assess;

import java.util.Optional;

/**
 * What a site means to create in Azure, as far as it has said so (its policy does). What is not said is not judged.
 *
 * @param osDiskSku "Premium_LRS"
 * @param dataDiskSku likewise
 * @param region "westeurope"
 * @param stagingRegion that of the storage account which disks are imported from
 * @param zone "1"; empty where none was named
 * @param managedImage whether managed images are made of the disks
 * @param hibernation whether the machines shall hibernate
 * @param osProfile whether the VMs are created with a profile, as generalized images are
 */
public record Intentions(
        Optional<String> osDiskSku,
        Optional<String> dataDiskSku,
        Optional<String> region,
        Optional<String> stagingRegion,
        Optional<String> zone,
        Optional<String> resourceGroup,
        boolean managedImage,
        boolean hibernation,
        boolean osProfile) {

    /** Nothing was said. */
    public static final Intentions NONE = new Intentions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false);
}
