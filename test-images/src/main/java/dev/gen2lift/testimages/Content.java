package dev.gen2lift.testimages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a disk, a partition or a file holds: {@link #size} bytes, read at any offset, most of them usually zero. Where
 * data may be is known without reading, so that a disk of terabytes costs what it stores.
 */
public interface Content {

    /** Bytes. */
    long size();

    /** Fills {@code into[at .. at + length)} with the bytes from {@code offset}; what lies beyond the size is zero. */
    void read(long offset, byte[] into, int at, int length);

    /** The first offset at or after {@code from} that may hold a non-zero byte; {@link #size} where there is none. */
    long nextData(long from);

    /** {@code length} bytes from {@code offset}. */
    default byte[] bytes(long offset, int length) {
        byte[] out = new byte[length];
        read(offset, out, 0, length);
        return out;
    }

    /** Whether it is known, without reading, that the range holds zeros only. */
    default boolean isHole(long offset, long length) {
        return offset >= size() || nextData(offset) >= Math.min(size(), offset + length);
    }

    /** SHA-256 of the whole content in lower-case hexadecimal: what sha256sum prints for its raw form. */
    default String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[1 << 20];
            for (long at = 0; at < size(); at += piece.length) {
                int length = (int) Math.min(piece.length, size() - at);
                read(at, piece, 0, length);
                digest.update(piece, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code size} bytes of zero. */
    static Content zeros(long size) {
        return new SparseContent(size);
    }

    /** The given bytes. */
    static Content of(byte[] bytes) {
        return new SparseContent(bytes.length).write(0, bytes);
    }
}
