package dev.gen2lift.testimages.partition;

import java.util.UUID;

/**
 * A partition; offset and length in bytes, multiples of the sector size.
 *
 * @param name at most 36 UTF-16 units
 */
public record GptPartition(UUID type, UUID id, String name, long offset, long length, long attributes) {

    public GptPartition(UUID type, UUID id, String name, long offset, long length) {
        this(type, id, name, offset, length, 0);
    }
}
