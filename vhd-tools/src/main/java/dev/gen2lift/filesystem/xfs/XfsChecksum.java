package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of version 5's structures: over the whole of each, with its own place taken as zero, and in contrast to
 * everything else little endian (XFS Algorithms and Data Structures, Metadata Integrity).
 */
final class XfsChecksum {

    private static final int SIZE = 4;

    private XfsChecksum() {}

    /** The checksum of {@code structure}, whose place is at {@code at}. */
    static int of(ByteBuffer structure, int at) {
        CRC32C crc = new CRC32C();
        crc.update(structure.slice(0, at));
        crc.update(new byte[SIZE]);
        crc.update(structure.slice(at + SIZE, structure.limit() - at - SIZE));
        return (int) crc.getValue();
    }

    /** @throws BadImageException CORRUPT where the checksum at {@code at} is not that of all of {@code structure} */
    static void check(BinaryCursor structure, int at) throws BadImageException {
        ByteBuffer bytes = structure.view();
        if (at > bytes.limit() - SIZE || bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(at) != of(bytes, at)) {
            throw structure.corrupt(at, "has a wrong checksum");
        }
    }
}
