package dev.gen2lift.filesystem.ntfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The file $Bitmap, which has a bit for each cluster that is in use. */
final class ClusterBitmap {

    /** Windows numbers clusters with 32 bits. */
    private static final long MAX_CLUSTERS = 1L << 32;

    private static final int CHUNK = 256 << 10;

    private ClusterBitmap() {}

    /** The number of clusters in use; empty where the bitmap is too large to be counted, or does not fit the volume. */
    static OptionalLong used(FileData bitmap, long clusters) throws IOException {
        if (clusters > MAX_CLUSTERS || bitmap.size() < (clusters + 7) / 8) {
            return OptionalLong.empty();
        }
        // The bitmap's last bits stand for no clusters, and are set.
        long whole = clusters / 64 * 8;
        long used = 0;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < whole; at += CHUNK) {
            chunk.clear().limit((int) Math.min(CHUNK, whole - at));
            bitmap.read(at, chunk);
            chunk.flip();
            while (chunk.hasRemaining()) {
                used += Long.bitCount(chunk.getLong());
            }
        }
        for (long cluster = whole * 8; cluster < clusters; cluster++) {
            chunk.clear().limit(1);
            bitmap.read(cluster / 8, chunk);
            used += chunk.get(0) >> (int) (cluster % 8) & 1;
        }
        return OptionalLong.of(used);
    }
}
