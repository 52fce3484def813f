package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Architecture;
import java.util.List;

/**
 * An EFI application on the EFI system partition.
 *
 * @param path from the partition's root, with slashes, in the case stored: "EFI/BOOT/BOOTX64.EFI"
 * @param signed whether it carries an Authenticode signature (not whether anyone trusts it)
 * @param signers subjects of the signing certificates, as RFC 2253 names; hostile text, escape it
 */
public record BootLoader(String path, Architecture architecture, boolean signed, List<String> signers) {

    public BootLoader {
        signers = List.copyOf(signers);
    }
}
