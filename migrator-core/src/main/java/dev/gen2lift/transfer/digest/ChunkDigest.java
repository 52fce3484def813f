package dev.gen2lift.transfer.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 of a chunk's bytes, or of a node above chunks. */
public final class ChunkDigest {

    /** Bytes of a digest. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private ChunkDigest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of the bytes between {@code data}'s position and limit, which stay as they are. */
    public static ChunkDigest of(ByteBuffer data) {
        MessageDigest sha256 = sha256();
        sha256.update(data.duplicate());
        return new ChunkDigest(sha256.digest());
    }

    /** The same with so many bytes of zero before and behind them. */
    public static ChunkDigest of(long before, ByteBuffer data, long behind) {
        MessageDigest sha256 = ZeroPrefix.digest(before);
        sha256.update(data.duplicate());
        ZeroPrefix.add(sha256, behind);
        return new ChunkDigest(sha256.digest());
    }

    /** Of {@code length} bytes of zero. */
    public static ChunkDigest ofZeros(long length) {
        return new ChunkDigest(ZeroPrefix.digest(length).digest());
    }

    /** @throws IllegalArgumentException where {@code bytes} are not {@value #LENGTH} */
    public static ChunkDigest ofBytes(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("not a SHA-256: " + bytes.length + " bytes");
        }
        return new ChunkDigest(bytes.clone());
    }

    /** A copy of the digest's bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkDigest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
