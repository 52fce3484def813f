package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** A volume of which some bytes are others than stored; counts what is read of it. */
final class PatchedSource implements ByteSource {

    private final ByteSource source;
    private final TreeMap<Long, Byte> patches = new TreeMap<>();
    private long bytesRead;

    PatchedSource(ByteSource source) {
        this.source = source;
    }

    void put(long at, byte value) {
        patches.put(at, value);
    }

    void put(long at, ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            put(at + i, bytes.get(i));
        }
    }

    /** Makes the checksum of the structure at {@code begin} right. */
    void seal(long begin, int length, int checksumAt) throws IOException {
        ByteBuffer structure = ByteBuffer.allocate(length);
        read(begin, structure);
        int checksum = XfsChecksum.of(structure.clear(), checksumAt);
        put(
                begin + checksumAt,
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, checksum));
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int begin = into.position();
        int length = into.remaining();
        source.read(offset, into);
        bytesRead += length;
        for (Map.Entry<Long, Byte> patch :
                patches.subMap(offset, offset + length).entrySet()) {
            into.put(begin + (int) (patch.getKey() - offset), patch.getValue());
        }
    }
}
