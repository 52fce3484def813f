package dev.gen2lift.disk;

import java.nio.file.Path;

/**
 * Where the bytes of an extent lie, verbatim, in a file.
 *
 * @param file the file that stores them
 * @param offset byte offset of the first one in {@code file}
 */
public record FileRange(Path file, long offset) {}
