package dev.gen2lift.inventory.configuration;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One of the two headers of a {@code .vmcx} file, 46 bytes at 0 and at 0x1000; the one written later counts. The format is
 * not documented; its fields are those that files written by Windows Server 2016 to 2022 show.
 *
 * @param sequence counts the writes, modulo 2^16
 * @param logOffset byte offset of the log of pending changes
 */
record VmcxHeader(int sequence, int version, int logOffset) {

    static final int LENGTH = 0x2e;
    static final int SECOND_OFFSET = 0x1000;

    private static final long SIGNATURE = 0x01282014;
    private static final int CHECKSUM_AT = 4;
    private static final int MAJOR_VERSION = 4;
    private static final long LOG_SIGNATURE = 0x01110003;
    private static final int LOG_ENTRIES_AT = 8;

    /** The header that counts. */
    static VmcxHeader read(BinaryCursor file) throws BadImageException {
        Optional<VmcxHeader> first = at(file, 0);
        Optional<VmcxHeader> second = at(file, SECOND_OFFSET);
        if (first.isEmpty() && second.isEmpty()) {
            boolean signed = has(file, 0) || has(file, SECOND_OFFSET);
            throw signed ? file.corrupt(0, "bad checksum") : file.unsupported(0, "no configuration of Hyper-V");
        }
        VmcxHeader current = first.orElseGet(second::orElseThrow);
        if (second.isPresent() && isLater(second.get().sequence, current.sequence)) {
            current = second.get();
        }
        if (current.version >> 8 != MAJOR_VERSION) {
            throw file.unsupported(10, "version 0x" + Integer.toHexString(current.version));
        }
        return current;
    }

    private static boolean isLater(int sequence, int other) {
        return (short) (sequence - other) > 0;
    }

    private static boolean has(BinaryCursor file, int at) throws BadImageException {
        return at + LENGTH <= file.length() && file.at(at).u32() == SIGNATURE;
    }

    private static Optional<VmcxHeader> at(BinaryCursor file, int at) throws BadImageException {
        if (!has(file, at)) {
            return Optional.empty();
        }
        long checksum = file.at(at + CHECKSUM_AT).u32();
        if (checksum != checksum(file.at(at).bytes(LENGTH), CHECKSUM_AT)) {
            return Optional.empty();
        }
        int sequence = file.at(at + 8).u16();
        int version = (int) file.at(at + 10).u32();
        long log = file.at(at + 26).u64();
        return Optional.of(new VmcxHeader(sequence, version, (int) Math.max(-1, Math.min(log, Integer.MAX_VALUE))));
    }

    /**
     * Changes that wait in the log are not applied: its records are not understood, and settings that may be stale would
     * pass for the truth.
     */
    void refusePendingLog(BinaryCursor file) throws BadImageException {
        if (logOffset < 0 || logOffset > file.length() - 0x22) {
            return;
        }
        if (file.at(logOffset).u32() == LOG_SIGNATURE
                && file.at(logOffset + LOG_ENTRIES_AT).u32() > 0) {
            throw file.unsupported(logOffset, "changes wait in its log; export the machine again while it is off");
        }
    }

    /** CRC-32 of {@code bytes} with the four at {@code field} taken as zero. */
    static long checksum(byte[] bytes, int field) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, field);
        crc.update(new byte[4]);
        crc.update(bytes, field + 4, bytes.length - field - 4);
        return crc.getValue();
    }
}
