package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Data of a value that is too long for one cell ("Big data"), in versions 1.4 and later. */
final class BigData {

    private static final String LIST = "registry big data list";
    private static final String SEGMENT_NAME = "registry big data segment";
    private static final int SIGNATURE = 'd' | 'b' << 8;

    /** Bytes of data in each segment but the last. */
    private static final int SEGMENT = 16344;

    private BigData() {}

    /**
     * Collects the segments.
     *
     * @param record the cell that the value leads to
     * @param length bytes of the whole, already checked against a limit
     */
    static byte[] read(HiveCells cells, BinaryCursor record, int length) throws IOException {
        if (record.at(0).u16() != SIGNATURE || cells.block().minorVersion() < 4) {
            throw record.corrupt(0, "cell of " + record.length() + " bytes for data of " + length);
        }
        int count = record.u16();
        if (count != (length + SEGMENT - 1) / SEGMENT) {
            throw record.corrupt(2, count + " segments for data of " + length + " bytes");
        }
        BinaryCursor list = cells.read(record.u32(), LIST, count * 4);
        ByteBuffer data = ByteBuffer.allocate(length);
        while (data.hasRemaining()) {
            int part = Math.min(SEGMENT, data.remaining());
            data.put(cells.read(list.u32(), SEGMENT_NAME, part).bytes(part));
        }
        return data.array();
    }
}
