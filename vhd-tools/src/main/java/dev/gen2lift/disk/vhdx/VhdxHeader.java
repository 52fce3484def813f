package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The header (MS-VHDX 2.2.2). A file has two; the valid one of the higher sequence number counts.
 *
 * @param offset where it lies, in bytes
 * @param sequence unsigned
 * @param fileWriteGuid changes with each writer that opens the file
 * @param dataWriteGuid changes when the disk's content does; children know their parent by it
 * @param logGuid marks the log entries that count; zero where the log is empty
 * @param logLength bytes, a multiple of 1 MiB
 * @param logOffset bytes, a multiple of 1 MiB
 */
record VhdxHeader(
        long offset,
        long sequence,
        UUID fileWriteGuid,
        UUID dataWriteGuid,
        UUID logGuid,
        int logVersion,
        int version,
        long logLength,
        long logOffset) {

    private static final UUID NONE = new UUID(0, 0);

    /** Whether there are log entries that may not have been applied. */
    boolean hasLog() {
        return !logGuid.equals(NONE);
    }

    /**
     * Reads a header of 4 KiB, little endian.
     *
     * @throws BadImageException CORRUPT where signature or checksum are wrong
     */
    static VhdxHeader read(BinaryCursor cursor) throws BadImageException {
        VhdxChecksum.verify(cursor, VhdxFormat.HEADER_SIGNATURE);
        cursor.at(8);
        return new VhdxHeader(
                cursor.offsetOf(0),
                cursor.u64(),
                cursor.guid(),
                cursor.guid(),
                cursor.guid(),
                cursor.u16(),
                cursor.u16(),
                cursor.u32(),
                cursor.size64());
    }

    /**
     * The header that counts, its fields checked.
     *
     * @param warnings receives what is wrong with the other one
     * @throws BadImageException CORRUPT where neither is valid, or where both are, differ, and are equally new
     */
    static VhdxHeader current(ByteSource file, List<ImageWarning> warnings) throws IOException {
        List<VhdxHeader> valid = new ArrayList<>();
        BadImageException failure = null;
        for (int i = 0; i < VhdxFormat.HEADER_OFFSETS.length; i++) {
            String name = "VHDX header " + (i + 1);
            try {
                valid.add(read(BinaryCursor.read(
                        file, name, VhdxFormat.HEADER_OFFSETS[i], VhdxFormat.HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN)));
            } catch (BadImageException e) {
                failure = e;
                warnings.add(new ImageWarning(name, e.offset(), e.reason() + "; the other header is used"));
            }
        }
        if (valid.isEmpty() && failure != null) {
            throw failure;
        }
        return newest(file, valid).checked(file);
    }

    private static VhdxHeader newest(ByteSource file, List<VhdxHeader> valid) throws BadImageException {
        VhdxHeader first = valid.get(0);
        VhdxHeader last = valid.get(valid.size() - 1);
        int order = Long.compareUnsigned(first.sequence, last.sequence);
        // Some writers (Disk2vhd) write the same header twice.
        if (order == 0 && !first.equals(last.at(first.offset))) {
            throw last.bad(BadImageException.Kind.CORRUPT, file, 8, "both headers are equally new but differ");
        }
        return order >= 0 ? first : last;
    }

    private VhdxHeader checked(ByteSource file) throws BadImageException {
        if (version != 1) {
            throw bad(BadImageException.Kind.UNSUPPORTED, file, 66, "format version " + version + " is not 1");
        }
        if (logLength % VhdxFormat.ALIGNMENT != 0 || logOffset % VhdxFormat.ALIGNMENT != 0) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    file,
                    68,
                    "log of " + logLength + " bytes at " + logOffset + " is not aligned to 1 MiB");
        }
        if (logLength > 0 && (logOffset < VhdxFormat.ALIGNMENT || logOffset > Long.MAX_VALUE - logLength)) {
            throw bad(BadImageException.Kind.CORRUPT, file, 72, "log at " + logOffset + " overlaps the headers");
        }
        if (hasLog()) {
            checkLog(file);
        }
        return this;
    }

    private void checkLog(ByteSource file) throws BadImageException {
        if (logVersion != 0) {
            throw bad(BadImageException.Kind.UNSUPPORTED, file, 64, "log version " + logVersion + " is not 0");
        }
        if (logLength == 0) {
            throw bad(BadImageException.Kind.CORRUPT, file, 68, "a log is pending but has no length");
        }
        if (logLength > VhdxFormat.MAX_LOG_LENGTH) {
            throw bad(
                    BadImageException.Kind.LIMIT,
                    file,
                    68,
                    "log of " + logLength + " bytes is longer than " + VhdxFormat.MAX_LOG_LENGTH);
        }
        if (logOffset > file.size() - logLength) {
            throw bad(
                    BadImageException.Kind.TRUNCATED,
                    file,
                    72,
                    "log of " + logLength + " bytes at " + logOffset + " lies beyond the end of the file");
        }
    }

    private VhdxHeader at(long otherOffset) {
        return new VhdxHeader(
                otherOffset,
                sequence,
                fileWriteGuid,
                dataWriteGuid,
                logGuid,
                logVersion,
                version,
                logLength,
                logOffset);
    }

    private BadImageException bad(BadImageException.Kind kind, ByteSource file, int at, String reason) {
        String name = "VHDX header " + (offset == VhdxFormat.HEADER_OFFSETS[0] ? 1 : 2);
        return new BadImageException(kind, file.name(), name, offset + at, reason);
    }
}
