package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * An entry of the log (MS-VHDX 2.3.1): a header, descriptors, and a sector for each data descriptor.
 *
 * @param position in the ring, a multiple of 4 KiB
 * @param length bytes, a multiple of 4 KiB
 * @param tail position in the ring of the oldest entry that was not yet applied when this one was written
 * @param sequence unsigned, greater than 0
 * @param descriptors how many follow the header
 * @param flushedFileOffset bytes that the file had, durably, when the entry was written
 * @param lastFileOffset bytes that the file has to have with the entry applied
 */
record LogEntry(
        long position,
        long length,
        long tail,
        long sequence,
        long descriptors,
        long flushedFileOffset,
        long lastFileOffset) {

    private static final int HEADER_LENGTH = 64;
    private static final int SECTOR = VhdxFormat.LOG_SECTOR;
    private static final int CHECKSUM_AT = 4;

    /** Receives the descriptors of an entry, in order. */
    @FunctionalInterface
    interface Visitor {
        /** @param dataAt position in the ring of a data descriptor's sector; for others of no meaning */
        void descriptor(LogDescriptor descriptor, long dataAt) throws IOException;
    }

    /** The most bytes of entries that may still be checked; entries that pretend to be long could take for ever. */
    static final class Budget {
        private long left;

        Budget(long left) {
            this.left = left;
        }

        private boolean take(long bytes) {
            left -= bytes;
            return left >= 0;
        }
    }

    /**
     * Reads the entry at {@code position}. Empty where there is none or a torn one, which is nothing unusual: the ring
     * is full of old entries.
     *
     * @param guid what the entry has to be marked with
     * @throws BadImageException LIMIT where {@code budget} is used up
     */
    static Optional<LogEntry> read(LogRing ring, long position, UUID guid, Budget budget) throws IOException {
        BinaryCursor cursor = ring.sector(position);
        if (!cursor.has(0, VhdxFormat.LOG_ENTRY_SIGNATURE)) {
            return Optional.empty();
        }
        long checksum = cursor.at(CHECKSUM_AT).u32();
        long length = cursor.u32();
        long tail = cursor.u32();
        long sequence = cursor.u64();
        long descriptors = cursor.u32();
        UUID marked = cursor.skip(4).guid();
        LogEntry entry = new LogEntry(position, length, tail, sequence, descriptors, cursor.u64(), cursor.u64());
        if (!marked.equals(guid) || !entry.plausible(ring)) {
            return Optional.empty();
        }
        if (!budget.take(length)) {
            throw cursor.limit(0, "the log's entries overlap");
        }
        boolean intact = entry.checksum(ring) == checksum && entry.hasIntactDescriptors(ring);
        return intact ? Optional.of(entry) : Optional.empty();
    }

    private boolean plausible(LogRing ring) {
        return length > 0
                && length % SECTOR == 0
                && length <= ring.length()
                && tail % SECTOR == 0
                && tail < ring.length()
                && sequence != 0
                && descriptorBytes() <= length
                && flushedFileOffset >= 0
                && lastFileOffset >= 0;
    }

    /** Header and descriptors, in whole sectors. */
    private long descriptorBytes() {
        return (HEADER_LENGTH + descriptors * LogDescriptor.LENGTH + SECTOR - 1) / SECTOR * SECTOR;
    }

    private long checksum(LogRing ring) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(length, 16 * SECTOR));
        for (long at = 0; at < length; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), length - at));
            ring.read(position + at, chunk);
            if (at == 0) {
                chunk.putInt(CHECKSUM_AT, 0);
            }
            crc.update(chunk.flip());
        }
        return crc.getValue();
    }

    private boolean hasIntactDescriptors(LogRing ring) throws IOException {
        long[] dataSectors = {0};
        boolean[] intact = {true};
        try {
            visit(ring, (descriptor, dataAt) -> {
                intact[0] &= descriptor.sequence() == sequence;
                if (descriptor instanceof LogDescriptor.Data) {
                    dataSectors[0]++;
                    intact[0] &= intact[0] && isIntactDataSector(ring.sector(dataAt));
                }
            });
        } catch (BadImageException e) {
            return false;
        }
        return intact[0] && length == descriptorBytes() + dataSectors[0] * SECTOR;
    }

    /** MS-VHDX 2.3.1.4: both halves of the sequence number frame the data. */
    private boolean isIntactDataSector(BinaryCursor sector) throws BadImageException {
        return sector.has(0, VhdxFormat.LOG_DATA_SECTOR)
                && sector.at(4).u32() == sequence >>> Integer.SIZE
                && sector.at(SECTOR - Integer.BYTES).u32() == (sequence & 0xFFFFFFFFL);
    }

    /** @throws BadImageException where a descriptor is malformed */
    void visit(LogRing ring, Visitor visitor) throws IOException {
        BinaryCursor sector = ring.sector(position);
        sector.at(HEADER_LENGTH);
        long at = 0;
        long dataAt = position + descriptorBytes();
        for (long i = 0; i < descriptors; i++) {
            if (sector.position() == SECTOR) {
                at += SECTOR;
                sector = ring.sector(position + at);
            }
            LogDescriptor descriptor = LogDescriptor.read(sector);
            visitor.descriptor(descriptor, dataAt);
            if (descriptor instanceof LogDescriptor.Data) {
                dataAt += SECTOR;
            }
        }
    }
}
