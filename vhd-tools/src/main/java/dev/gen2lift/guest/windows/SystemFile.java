package dev.gen2lift.guest.windows;

import dev.gen2lift.guest.boot.FileVersion;

/**
 * A file of Windows' own.
 *
 * @param path below System32, with slashes: "drivers/storport.sys"
 * @param version as its properties show it
 */
public record SystemFile(String path, FileVersion version) {}
