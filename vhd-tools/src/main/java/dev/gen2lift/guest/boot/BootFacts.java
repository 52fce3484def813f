package dev.gen2lift.guest.boot;

import java.util.List;

/**
 * How a disk can start.
 *
 * @param uefi an EFI system partition whose file system could be read holds at least one boot loader
 * @param bios boot code stands where a BIOS looks for it: an MBR with code and an active or BIOS-boot partition
 * @param loaders every EFI application found on EFI system partitions
 */
public record BootFacts(boolean uefi, boolean bios, List<BootLoader> loaders) {

    public BootFacts {
        loaders = List.copyOf(loaders);
    }
}
