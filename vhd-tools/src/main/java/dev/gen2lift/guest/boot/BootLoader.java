package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * An EFI application on the EFI system partition.
 *
 * @param path from the partition's root, with slashes, in the case stored: "EFI/BOOT/BOOTX64.EFI"
 * @param signed whether it carries an Authenticode signature (not whether anyone trusts it)
 * @param signers subjects of the signing certificates, as RFC 2253 names; hostile text, escape it
 * @param stage what came of checking the signatures
 * @param grub where it looks for its menu, if it is a GRUB
 */
public record BootLoader(
        String path,
        Architecture architecture,
        boolean signed,
        List<String> signers,
        SecureBootStage stage,
        Optional<GrubConfiguration> grub) {

    public BootLoader {
        signers = List.copyOf(signers);
    }

    /** A loader whose signatures nobody has checked. */
    public BootLoader(String path, Architecture architecture, boolean signed, List<String> signers) {
        this(path, architecture, signed, signers, SecureBootStage.UNKNOWN, Optional.empty());
    }
}
