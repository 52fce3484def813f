package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Fact;

/**
 * Where a GRUB looks for its menu. Without one it shows a prompt and waits.
 *
 * @param prefix the folder that it was built for, "/EFI/debian"; hostile text
 * @param present whether the file grub.cfg lies there, on the partition that GRUB itself lies on
 */
public record GrubConfiguration(String prefix, Fact<Boolean> present) {}
