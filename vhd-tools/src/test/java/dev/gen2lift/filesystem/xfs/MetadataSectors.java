package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The sectors of the first group that are not zero: its headers, inodes and directories, and little else. */
final class MetadataSectors {

    private static final int SECTOR = 512;
    private static final int MOST = 8 << 20;

    private MetadataSectors() {}

    static List<Long> of(ByteSource volume) throws IOException {
        ByteBuffer front = ByteBuffer.allocate(MOST);
        volume.read(0, front);
        List<Long> sectors = new ArrayList<>();
        for (int at = 0; at < MOST; at += SECTOR) {
            if (front.slice(at, SECTOR).mismatch(ByteBuffer.allocate(SECTOR)) >= 0) {
                sectors.add((long) at);
            }
        }
        return sectors;
    }
}
