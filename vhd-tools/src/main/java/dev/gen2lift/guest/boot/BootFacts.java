package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Fact;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a disk can start.
 *
 * @param uefi an EFI system partition whose file system could be read holds at least one boot loader
 * @param bios boot code stands where a BIOS looks for it: an MBR with code and an active or BIOS-boot partition
 * @param loaders every EFI application found on EFI system partitions
 * @param fallbackLoader one of them lies where firmware looks on a machine without boot entries
 * @param biosBootCode whether the first sector holds boot code, and is marked as one to start from
 * @param activePartition index of the partition that is marked active in an MBR
 * @param biosBootPartition index of the partition that keeps GRUB's core for a BIOS
 */
public record BootFacts(
        boolean uefi,
        boolean bios,
        List<BootLoader> loaders,
        boolean fallbackLoader,
        SecureBoot secureBoot,
        Fact<Boolean> biosBootCode,
        OptionalInt activePartition,
        OptionalInt biosBootPartition) {

    public BootFacts {
        loaders = List.copyOf(loaders);
    }

    /** Where only the loaders are known. */
    public BootFacts(boolean uefi, boolean bios, List<BootLoader> loaders) {
        this(
                uefi,
                bios,
                loaders,
                loaders.stream().anyMatch(FallbackLoaders::isFallback),
                SecureBoot.unknown("not looked at"),
                Fact.unknown("not looked at"),
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
