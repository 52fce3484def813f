package dev.gen2lift.testimages.vhdx;

import java.util.UUID;

/**
 * Where the structures of a written file lie, for tests that alter it afterwards. All offsets in bytes.
 *
 * @param bat the table that the file holds, once its log is replayed
 * @param dataWriteId what a child's parent locator has to name
 */
public record VhdxLayout(
        long logOffset, int logLength, long metadataOffset, long batOffset, Bat bat, long fileSize, UUID dataWriteId) {}
