package dev.gen2lift.guest.windows;

import java.util.Optional;

/**
 * What a store of boot configuration data would start, and how. What the store does not say is empty, or false where that
 * is the default.
 *
 * @param entry the default entry's GUID with braces
 * @param description as the boot menu shows it
 * @param path the loader within its device: "\Windows\system32\winload.efi"
 * @param systemRoot the folder of Windows: "\Windows"
 * @param device where the loader lies
 * @param osDevice where Windows lies
 * @param recoveryEnabled whether a failed start leads into repair; true by default
 * @param bootStatusPolicy 0 all failures are shown, 1 none, 2 those of shutting down are not
 * @param ems whether Windows has the serial console, {@code bootEms} whether the boot manager has
 * @param timeout seconds that the menu waits
 * @param entries how many entries the menu has
 */
public record BootEntry(
        String store,
        String entry,
        Optional<String> description,
        Optional<String> path,
        Optional<String> systemRoot,
        Optional<BootDevice> device,
        Optional<BootDevice> osDevice,
        boolean testSigning,
        boolean noIntegrityChecks,
        boolean recoveryEnabled,
        Optional<Long> bootStatusPolicy,
        boolean ems,
        boolean bootEms,
        boolean displayBootMenu,
        Optional<Long> timeout,
        Optional<Long> emsPort,
        Optional<Long> emsBaudRate,
        int entries) {

    /**
     * A device of an entry.
     *
     * @param kind "partition", "boot" for the one that was started from, or "other"
     * @param partitionId GUID in upper case, on a disk with a GPT
     * @param diskId GUID in upper case, or the MBR signature in eight hexadecimal digits
     * @param partitionOffset bytes, on a disk with an MBR
     */
    public record BootDevice(
            String kind, Optional<String> partitionId, Optional<String> diskId, Optional<Long> partitionOffset) {

        static BootDevice of(String kind) {
            return new BootDevice(kind, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }
}
