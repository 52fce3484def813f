package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The content of a log as Windows wrote it up to version 8 ("Old format"): a bit for each sector of the bins that was about
 * to change, then those sectors.
 */
final class DirtyVector {

    private static final String STRUCTURE = "registry log, dirty vector";
    private static final byte[] SIGNATURE = "DIRT".getBytes(StandardCharsets.US_ASCII);

    private DirtyVector() {}

    /**
     * Applies the log to {@code hive}, all of it or nothing.
     *
     * @return sectors changed
     * @throws BadImageException where the log is not whole
     */
    static long apply(ByteSource log, long binsSize, HiveOverlay hive) throws IOException {
        // Bins are multiples of 4096 bytes, so that a byte of the bitmap stands for one such page.
        int bitmap = Math.toIntExact(binsSize / BaseBlock.SECTOR / Byte.SIZE);
        BinaryCursor vector =
                BinaryCursor.read(log, STRUCTURE, BaseBlock.SECTOR, SIGNATURE.length + bitmap, ByteOrder.LITTLE_ENDIAN);
        if (!vector.has(0, SIGNATURE)) {
            throw vector.corrupt(0, "no signature DIRT");
        }
        byte[] bits = vector.at(SIGNATURE.length).bytes(bitmap);
        long begin = BaseBlock.SECTOR + roundUp(SIGNATURE.length + bitmap);
        long count = 0;
        for (byte eight : bits) {
            count += Integer.bitCount(Byte.toUnsignedInt(eight));
        }
        if (count * BaseBlock.SECTOR > LogEntry.MAX_SIZE) {
            throw vector.limit(0, count + " changed sectors");
        }
        if (begin + count * BaseBlock.SECTOR > log.size()) {
            throw vector.truncated(
                    0, "names " + count + " sectors but the log has " + (log.size() - begin) / BaseBlock.SECTOR);
        }
        long at = begin;
        for (long sector = 0; sector < binsSize / BaseBlock.SECTOR; sector++) {
            if ((bits[(int) (sector / Byte.SIZE)] >> sector % Byte.SIZE & 1) != 0) {
                hive.replace(BaseBlock.SIZE + sector * BaseBlock.SECTOR, BaseBlock.SECTOR, log, at);
                at += BaseBlock.SECTOR;
            }
        }
        return count;
    }

    private static long roundUp(long length) {
        return (length + BaseBlock.SECTOR - 1) / BaseBlock.SECTOR * BaseBlock.SECTOR;
    }
}
