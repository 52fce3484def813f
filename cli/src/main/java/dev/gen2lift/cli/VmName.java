package dev.gen2lift.cli;

import java.nio.file.Path;

/** A name that Azure takes for a VM, made from the name of its OS disk's file. */
final class VmName {

    /** What a Linux VM's name may have; disks named after it stay below their own limit of 80. */
    private static final int MAX = 60;

    private VmName() {}

    static String of(Path image) {
        String file = String.valueOf(image.getFileName());
        int dot = file.lastIndexOf('.');
        String stem = (dot > 0 ? file.substring(0, dot) : file)
                .replaceAll("[^A-Za-z0-9-]+", "-")
                .replaceAll("^-+|-+$", "");
        String name = stem.substring(0, Math.min(stem.length(), MAX)).replaceAll("-+$", "");
        return name.isEmpty() ? "vm" : name;
    }
}
