package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** How blocks are checked, by the superblock's number; the sum stands in a block's first bytes, over all that follow. */
enum ChecksumType {
    CRC32C,
    XXHASH,
    SHA256,
    /** Not computed: no library at hand has it. */
    BLAKE2;

    /** Bytes at the beginning of a block that are its checksum, most of them unused. */
    static final int FIELD = 32;

    static ChecksumType of(BinaryCursor superblock, int at) throws BadImageException {
        int number = superblock.at(at).u16();
        if (number >= values().length) {
            throw superblock.unsupported(at, "checksums of the unknown type " + number);
        }
        return values()[number];
    }

    boolean isChecked() {
        return this != BLAKE2;
    }

    /** Bytes of a checksum. */
    int size() {
        return switch (this) {
            case CRC32C -> Integer.BYTES;
            case XXHASH -> Long.BYTES;
            case SHA256, BLAKE2 -> FIELD;
        };
    }

    /** Whether a block is as it was written; true where that cannot be told. */
    boolean matches(BinaryCursor block) throws BadImageException {
        return matches(block.view().position(FIELD), block.at(0).bytes(size()));
    }

    /**
     * Whether bytes have the checksum {@code expected}; true where that cannot be told.
     *
     * @param content in little-endian order
     */
    boolean matches(ByteBuffer content, byte[] expected) {
        return switch (this) {
            case CRC32C -> little(expected).getInt() == (int) crc32c(content);
            case XXHASH -> little(expected).getLong() == XxHash64.of(content);
            case SHA256 -> Arrays.equals(expected, sha256(content));
            case BLAKE2 -> true;
        };
    }

    private static long crc32c(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    private static byte[] sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
