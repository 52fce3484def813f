package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The CRC-32C that headers, region tables and log entries carry at their bytes 4 to 7 (MS-VHDX 2.2.2). */
final class VhdxChecksum {

    private static final int AT = 4;
    private static final byte[] AS_ZERO = new byte[Integer.BYTES];

    private VhdxChecksum() {}

    /** The checksum of all of {@code bytes}, from position to limit, its own four taken as zero. */
    static long of(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        CRC32C crc = new CRC32C();
        crc.update(rest.limit(bytes.position() + AT));
        crc.update(AS_ZERO);
        crc.update(rest.limit(bytes.limit()).position(bytes.position() + AT + AS_ZERO.length));
        return crc.getValue();
    }

    /** @throws BadImageException CORRUPT where signature or checksum of the structure are wrong */
    static void verify(BinaryCursor cursor, byte[] signature) throws BadImageException {
        if (!cursor.has(0, signature)) {
            throw cursor.corrupt(0, "signature is missing");
        }
        long stated = cursor.at(AT).u32();
        long actual = of(cursor.view());
        if (stated != actual) {
            throw cursor.corrupt(
                    AT, "checksum is 0x" + Long.toHexString(stated) + " but should be 0x" + Long.toHexString(actual));
        }
    }
}
