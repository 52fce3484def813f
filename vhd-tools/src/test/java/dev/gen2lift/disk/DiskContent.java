package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What tests want to know of a whole disk. */
final class DiskContent {

    private static final int CHUNK = 1 << 20;
    private static final byte[] ZEROS = new byte[CHUNK];

    private DiskContent() {}

    /** SHA-256 of the whole disk, in hexadecimal; of its ZERO extents nothing is read. */
    static String sha256(VirtualDisk disk) throws IOException {
        MessageDigest digest = newDigest();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        for (Extent extent : extents(disk)) {
            for (long at = extent.offset(); at < extent.end(); at += CHUNK) {
                int length = (int) Math.min(CHUNK, extent.end() - at);
                if (extent.kind() == Extent.Kind.ZERO) {
                    digest.update(ZEROS, 0, length);
                } else {
                    disk.read(at, buffer.clear().limit(length));
                    digest.update(buffer.flip());
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static List<Extent> extents(VirtualDisk disk) throws IOException {
        List<Extent> extents = new ArrayList<>();
        ExtentCursor cursor = disk.extents();
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            extents.add(extent);
        }
        return extents;
    }

    static byte[] read(ByteSource source, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        source.read(offset, buffer);
        return buffer.array();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
