package dev.gen2lift.volume.lvm;

import dev.gen2lift.disk.ByteSource;
import java.util.Optional;

/**
 * A logical volume that people see.
 *
 * @param name group and volume, "vg/root"; hostile text, escape it
 * @param size bytes
 * @param content its bytes; empty where they cannot be read
 * @param unreadable why they cannot; empty where they can
 */
public record LogicalVolume(String name, long size, Optional<ByteSource> content, Optional<String> unreadable) {

    static LogicalVolume readable(String name, ByteSource content) {
        return new LogicalVolume(name, content.size(), Optional.of(content), Optional.empty());
    }

    static LogicalVolume unreadable(String name, long size, String reason) {
        return new LogicalVolume(name, size, Optional.empty(), Optional.of(reason));
    }
}
