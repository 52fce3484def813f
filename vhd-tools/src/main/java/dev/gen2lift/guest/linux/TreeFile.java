package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.GuestVolume;

/**
 * A file or folder of a {@link LinuxTree}.
 *
 * @param path where it really is, absolute, without links; hostile text, escape it
 */
record TreeFile(String path, GuestVolume volume, FileEntry entry) {

    /** The last part of its path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    ByteSource content() {
        return volume.open(entry, path);
    }
}
