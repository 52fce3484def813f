package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** A volume as it will be when its journal is replayed; the blocks stay in the journal until they are read. */
record JournaledVolume(ByteSource volume, Journal journal, TreeMap<Long, JournaledBlock> blocks) implements ByteSource {

    @Override
    public String name() {
        return volume.name();
    }

    @Override
    public long size() {
        return volume.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int begin = into.position();
        int length = into.remaining();
        volume.read(offset, into);
        if (length == 0) {
            return;
        }
        int blockSize = journal.blockSize();
        long last = (offset + length - 1) / blockSize;
        for (Map.Entry<Long, JournaledBlock> entry :
                blocks.subMap(offset / blockSize, true, last, true).entrySet()) {
            long at = entry.getKey() * blockSize;
            long from = Math.max(offset, at);
            long to = Math.min(offset + length, at + blockSize);
            ByteBuffer content = ByteBuffer.allocate(blockSize);
            journal.bytes().read(entry.getValue().index() * blockSize, content);
            if (entry.getValue().escaped()) {
                content.putInt(0, Journal.MAGIC);
            }
            into.put(begin + (int) (from - offset), content, (int) (from - at), (int) (to - from));
        }
    }
}
