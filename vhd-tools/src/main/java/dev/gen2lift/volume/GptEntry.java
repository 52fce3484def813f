package dev.gen2lift.volume;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * A used entry of a GUID partition table (UEFI 5.3.3).
 *
 * @param index from 1
 * @param firstLba first block, as stored: unsigned
 * @param lastLba last block, included, as stored: unsigned
 */
record GptEntry(int index, UUID type, UUID id, long firstLba, long lastLba, String name) {

    private static final UUID UNUSED = new UUID(0, 0);

    /** The entry at {@code index}; empty where it is unused. */
    static Optional<GptEntry> read(int index, BinaryCursor cursor) throws IOException {
        UUID type = cursor.guid();
        if (type.equals(UNUSED)) {
            return Optional.empty();
        }
        UUID id = cursor.guid();
        long first = cursor.at(GptFormat.ENTRY_FIRST_LBA).u64();
        long last = cursor.u64();
        String name = cursor.at(GptFormat.ENTRY_NAME).utf16le(GptFormat.ENTRY_NAME_SIZE);
        return Optional.of(new GptEntry(index, type, id, first, last, name));
    }
}
