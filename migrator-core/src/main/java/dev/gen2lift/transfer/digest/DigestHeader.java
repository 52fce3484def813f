package dev.gen2lift.transfer.digest;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The front of a {@link DigestFile}, big-endian: at 0 the header – magic, version, chunk length, capacity, source – and at
 * 64 the seal – magic, root –, each with a CRC-32C over what stands before it.
 *
 * @param source mark of the image, 32 hexadecimal digits
 * @param layout of the disk
 */
record DigestHeader(String source, ChunkLayout layout) {

    /** Bytes of the header, and of the seal. */
    static final int LENGTH = 64;

    static final int FIRST_SLOT = 2 * LENGTH;

    private static final long MAGIC = 0x67326c64_69676573L;
    private static final long SEAL_MAGIC = 0x67326c73_65616c65L;
    private static final int VERSION = 1;
    private static final int SOURCE_BYTES = 16;
    private static final int CRC_AT = LENGTH - Integer.BYTES;

    DigestHeader {
        if (!source.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("no mark of an image: " + source);
        }
    }

    /** That the tree is complete. */
    record Seal(ChunkDigest root) {}

    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putInt(ChunkLayout.CHUNK)
                .putLong(layout.capacity())
                .put(HexFormat.of().parseHex(source));
        return withCheck(bytes);
    }

    ByteBuffer toBytes(Seal seal) {
        return withCheck(ByteBuffer.allocate(LENGTH)
                .putLong(SEAL_MAGIC)
                .put(seal.root().toBytes())
                .putLong(layout.capacity()));
    }

    /** The header at the beginning of {@code front}; empty where that is no whole, undamaged header of this version. */
    static Optional<DigestHeader> read(ByteBuffer front) {
        if (front.limit() < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = front.slice(0, LENGTH);
        if (!isChecked(bytes)
                || bytes.getLong() != MAGIC
                || bytes.getInt() != VERSION
                || bytes.getInt() != ChunkLayout.CHUNK) {
            return Optional.empty();
        }
        long capacity = bytes.getLong();
        byte[] source = new byte[SOURCE_BYTES];
        bytes.get(source);
        if (capacity <= 0 || capacity > ChunkLayout.MAX_CAPACITY) {
            return Optional.empty();
        }
        return Optional.of(new DigestHeader(HexFormat.of().formatHex(source), new ChunkLayout(capacity)));
    }

    /** The seal behind the header in {@code front}; empty where there is none, or only a part of it. */
    Optional<Seal> readSeal(ByteBuffer front) {
        if (front.limit() < FIRST_SLOT) {
            return Optional.empty();
        }
        ByteBuffer bytes = front.slice(LENGTH, LENGTH);
        if (!isChecked(bytes) || bytes.getLong() != SEAL_MAGIC) {
            return Optional.empty();
        }
        byte[] root = new byte[ChunkDigest.LENGTH];
        bytes.get(root);
        return bytes.getLong() == layout.capacity()
                ? Optional.of(new Seal(ChunkDigest.ofBytes(root)))
                : Optional.empty();
    }

    private static ByteBuffer withCheck(ByteBuffer bytes) {
        return bytes.putInt(CRC_AT, check(bytes)).rewind();
    }

    private static boolean isChecked(ByteBuffer bytes) {
        return bytes.getInt(CRC_AT) == check(bytes);
    }

    private static int check(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CRC_AT));
        return (int) crc.getValue();
    }
}
