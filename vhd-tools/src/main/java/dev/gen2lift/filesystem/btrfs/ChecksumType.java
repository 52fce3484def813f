package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    /** Whether a block is as it was written; true where that cannot be told. */
    boolean matches(BinaryCursor block) {
        return switch (this) {
            case CRC32C -> block.has(0, little(crc32c(content(block)), Integer.BYTES));
            case XXHASH -> block.has(0, little(XxHash64.of(content(block)), Long.BYTES));
            case SHA256 -> block.has(0, sha256(content(block)));
            case BLAKE2 -> true;
        };
    }

    private static ByteBuffer content(BinaryCursor block) {
        return block.view().position(FIELD);
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

    private static byte[] little(long value, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] out = new byte[length];
        bytes.putLong(value).flip().get(out);
        return out;
    }
}
