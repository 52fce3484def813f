package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * The footer of a VHD (VHD 1.0, "Hard Disk Footer Format"): the last 512 bytes of every image, and the first 512 of a
 * dynamic or differencing one. Virtual PC before 2004 wrote 511 bytes.
 *
 * @param features bit 1 is always set in images that keep to the specification
 * @param version of the format; 0x10000
 * @param dataOffset where the dynamic disk header begins, in bytes; {@link #NO_OFFSET} for a fixed disk
 * @param timestamp creation, to the second, from 2000-01-01 on
 * @param creatorApplication four characters, trailing blanks removed
 * @param creatorHostOs four characters, trailing blanks removed; {@code Wi2k} or {@code Mac}
 * @param originalSize bytes at creation
 * @param currentSize bytes of the virtual disk: its size, whatever the geometry says
 * @param diskType {@link #FIXED}, {@link #DYNAMIC} or {@link #DIFFERENCING}, or what the file states instead
 * @param uniqueId what children know their parent by
 */
public record VhdFooter(
        long features,
        long version,
        long dataOffset,
        Instant timestamp,
        String creatorApplication,
        long creatorVersion,
        String creatorHostOs,
        long originalSize,
        long currentSize,
        VhdGeometry geometry,
        long diskType,
        UUID uniqueId,
        boolean savedState) {

    /** Length in bytes. */
    public static final int LENGTH = 512;

    /** Length in bytes that Virtual PC before 2004 wrote. */
    public static final int SHORT_LENGTH = 511;

    /** {@link #dataOffset} of a fixed disk. */
    public static final long NO_OFFSET = -1;

    public static final long FIXED = 2;
    public static final long DYNAMIC = 3;
    public static final long DIFFERENCING = 4;

    /** Largest disk that {@link #fixed} describes, in bytes: what Azure takes as a managed disk. */
    public static final long MAX_FIXED_SIZE = 32L << 40;

    private static final byte[] COOKIE = "conectix".getBytes(StandardCharsets.US_ASCII);
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final long FEATURES_RESERVED = 2;
    private static final long VERSION_1_0 = 0x10000;
    private static final long WINDOWS_10 = 0x000A0000;
    private static final long MAX_TIMESTAMP = 0xFFFFFFFFL;
    private static final int SECTOR = 512;
    private static final int CHECKSUM_AT = 64;

    /** Whether {@code cursor}'s bytes begin as a footer does, be they intact or not. */
    public static boolean isAt(BinaryCursor cursor) {
        return cursor.has(0, COOKIE);
    }

    /**
     * Reads a footer of {@link #LENGTH} or {@link #SHORT_LENGTH} bytes, big endian.
     *
     * @throws BadImageException CORRUPT where cookie or checksum are wrong, UNSUPPORTED where the version is unknown
     */
    public static VhdFooter read(BinaryCursor cursor) throws BadImageException {
        if (!isAt(cursor)) {
            throw cursor.corrupt(0, "no cookie \"conectix\"");
        }
        VhdChecksum.verify(cursor, CHECKSUM_AT);
        return readFields(cursor);
    }

    /** Reads a footer without a look at its checksum. */
    static VhdFooter readFields(BinaryCursor cursor) throws BadImageException {
        cursor.at(COOKIE.length);
        long features = cursor.u32();
        long version = cursor.u32();
        if (version >>> 16 != VERSION_1_0 >>> 16) {
            throw cursor.unsupported(12, "format version 0x" + Long.toHexString(version) + " is not 1.x");
        }
        long dataOffset = cursor.u64();
        Instant timestamp = time(cursor.u32());
        String application = cursor.ascii(4);
        long creatorVersion = cursor.u32();
        String hostOs = cursor.ascii(4);
        long originalSize = cursor.u64();
        long currentSize = cursor.size64();
        VhdGeometry geometry = new VhdGeometry(cursor.u16(), cursor.u8(), cursor.u8());
        long diskType = cursor.u32();
        UUID uniqueId = cursor.skip(4).uuid();
        boolean savedState = cursor.u8() != 0;
        return new VhdFooter(
                features,
                version,
                dataOffset,
                timestamp,
                application,
                creatorVersion,
                hostOs,
                originalSize,
                currentSize,
                geometry,
                diskType,
                uniqueId,
                savedState);
    }

    /**
     * The footer of a fixed disk, as QEMU writes it with {@code force_size}. Its creator is Windows and its geometry the
     * largest there is, whatever the size: both make readers go by the size field.
     *
     * @param size bytes; a multiple of 512, 512 to {@link #MAX_FIXED_SIZE}. Azure wants a multiple of 1 MiB
     * @param timestamp from 2000-01-01 to 2136-02-07; others become the nearest of these
     */
    public static VhdFooter fixed(long size, UUID id, Instant timestamp) {
        if (size < SECTOR || size > MAX_FIXED_SIZE || size % SECTOR != 0) {
            throw new IllegalArgumentException("a fixed VHD cannot have " + size + " bytes");
        }
        return new VhdFooter(
                FEATURES_RESERVED,
                VERSION_1_0,
                NO_OFFSET,
                EPOCH.plusSeconds(seconds(timestamp)),
                "win",
                WINDOWS_10,
                "Wi2k",
                size,
                size,
                VhdGeometry.SATURATED,
                FIXED,
                id,
                false);
    }

    /** The footer as {@link #LENGTH} bytes with its checksum, from position 0 to the limit. */
    public ByteBuffer toBytes() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.BIG_ENDIAN);
        out.put(COOKIE)
                .putInt((int) features)
                .putInt((int) version)
                .putLong(dataOffset)
                .putInt((int) seconds(timestamp))
                .put(fourCharacters(creatorApplication))
                .putInt((int) creatorVersion)
                .put(fourCharacters(creatorHostOs))
                .putLong(originalSize)
                .putLong(currentSize)
                .putShort((short) geometry.cylinders())
                .put((byte) geometry.heads())
                .put((byte) geometry.sectorsPerTrack())
                .putInt((int) diskType)
                .putInt(0)
                .putLong(uniqueId.getMostSignificantBits())
                .putLong(uniqueId.getLeastSignificantBits())
                .put((byte) (savedState ? 1 : 0));
        out.rewind();
        return out.putInt(CHECKSUM_AT, (int) VhdChecksum.of(out, CHECKSUM_AT));
    }

    /** @param seconds unsigned 32 bits, as VHD structures store a time */
    static Instant time(long seconds) {
        return EPOCH.plusSeconds(seconds);
    }

    private static long seconds(Instant timestamp) {
        return Math.min(MAX_TIMESTAMP, Math.max(0, timestamp.getEpochSecond() - EPOCH.getEpochSecond()));
    }

    private static byte[] fourCharacters(String text) {
        return String.format("%-4.4s", text).getBytes(StandardCharsets.US_ASCII);
    }
}
