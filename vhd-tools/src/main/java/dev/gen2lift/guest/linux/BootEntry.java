package dev.gen2lift.guest.linux;

import java.util.List;

/**
 * What one line of a boot menu starts; all texts are hostile.
 *
 * @param loader whose menu it is
 * @param title as the menu shows it
 * @param id by which a default names it; empty where it has none
 * @param kernel path of the kernel as configured, from the root of its volume; empty where none is named
 * @param initrds paths of the initramfs files, in their order
 * @param options the kernel's command line
 * @param source the file that says so, with the line
 */
public record BootEntry(
        Loader loader, String title, String id, String kernel, List<String> initrds, String options, String source) {

    public BootEntry {
        initrds = List.copyOf(initrds);
    }

    /** Whose configuration an entry comes from. */
    public enum Loader {
        GRUB,
        /** A file of the Boot Loader Specification in GRUB's menu. */
        GRUB_BLS,
        SYSTEMD_BOOT,
        /** A kernel that is an EFI application with its initramfs and command line in it. */
        UNIFIED_KERNEL
    }
}
