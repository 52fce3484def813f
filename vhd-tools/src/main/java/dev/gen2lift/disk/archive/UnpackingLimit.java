package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import java.util.OptionalLong;

/**
 * How much may be unpacked, so that the time an archive takes fits its size: five hundred bytes of bzip2 can stand for
 * gigabytes of zeros.
 *
 * @param archive for messages
 * @param length bytes of what is unpacked
 * @param times how often all of it may be unpacked, because readers go back
 */
record UnpackingLimit(String archive, long length, int times) {

    /** Zeros packed by gzip are 1000 times smaller, by xz 7000 times, by zstd 33 000 times, but by bzip2 a million times. */
    private static final long RATIO = 40_000;

    /** Bytes that are unpacked however small the archive is. */
    private static final long FLOOR = 4L << 30;

    private static final int TIMES = 256;
    private static final String HINT = "--max-unpacked GIB raises the limit";

    /** @param wanted bytes to be unpacked whatever the archive's size; empty to go by that */
    static UnpackingLimit of(String archive, long size, OptionalLong wanted) {
        long fitting = Math.max(FLOOR, Math.min(size, UnpackedPages.MAX_LENGTH / RATIO) * RATIO);
        return new UnpackingLimit(archive, Math.min(UnpackedPages.MAX_LENGTH, wanted.orElse(fitting)), TIMES);
    }

    /** @throws BadImageException LIMIT where {@code bytes} are more than may be unpacked */
    void check(String structure, long bytes) throws BadImageException {
        if (bytes > length) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    archive,
                    structure,
                    0,
                    "unpacks to more than " + length + " bytes, too much for an archive of its size",
                    HINT);
        }
    }

    /** @throws BadImageException LIMIT where {@code actual} times are more than may be */
    void checkTimes(String structure, long actual) throws BadImageException {
        if (actual > times) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    archive,
                    structure,
                    0,
                    "is read in such an order that it was unpacked " + times + " times",
                    "unpack it first");
        }
    }
}
