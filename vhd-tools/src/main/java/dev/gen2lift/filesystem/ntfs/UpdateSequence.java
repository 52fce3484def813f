package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The protection of file records and index blocks against torn writes: the last two bytes of each 512 are replaced by a
 * number, and kept in an array in front (ntfs-3g, layout.h, NTFS_RECORD).
 */
final class UpdateSequence {

    /** Bytes that one entry protects, whatever the sector size. */
    static final int STRIDE = 512;

    private UpdateSequence() {}

    /**
     * Puts the protected bytes back, in the cursor's own bytes.
     *
     * @param signature the four letters that the structure begins with
     * @throws BadImageException CORRUPT where the signature is another, or a part is of another write than the rest
     */
    static void undo(BinaryCursor block, String signature) throws BadImageException {
        if (!block.has(0, signature.getBytes(StandardCharsets.US_ASCII))) {
            throw block.corrupt(0, "does not begin with " + signature);
        }
        int at = block.at(4).u16();
        int count = block.u16();
        int strides = block.length() / STRIDE;
        if (count != strides + 1 || at < 8 || at > STRIDE - 2 - 2 * count) {
            throw block.corrupt(4, "update sequence of " + count + " at " + at + " does not fit");
        }
        ByteBuffer bytes = block.view();
        short number = bytes.getShort(at);
        for (int i = 1; i <= strides; i++) {
            int end = i * STRIDE - 2;
            if (bytes.getShort(end) != number) {
                throw block.corrupt(end, "torn write: " + hex(bytes.getShort(end)) + " instead of " + hex(number));
            }
            bytes.putShort(end, bytes.getShort(at + 2 * i));
        }
    }

    private static String hex(short value) {
        return String.format("%04x", Short.toUnsignedInt(value));
    }
}
