/**
 * File systems, read-only, and the names of those that are only recognised. {@link dev.gen2lift.filesystem.FileSystems}
 * tells what a volume holds and opens it as a {@link dev.gen2lift.filesystem.FileSystem} where there is a reader.
 */
package dev.gen2lift.filesystem;
