package dev.gen2lift.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;

/** Writes a GPT for any sector size and lets a test damage it; the checksums can be made to fit again. */
final class GptImage {

    static final UUID DISK_ID = UUID.fromString("5f0c3d52-9d1e-4a77-8e0a-0d5c1f6d0001");
    static final UUID ESP = UUID.fromString("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
    static final UUID LINUX = UUID.fromString("0fc63daf-8483-4772-8e79-3d69d8477de4");

    private static final int ENTRIES = 128;
    private static final int ENTRY_SIZE = 128;

    final int sectorSize;
    final long lastLba;
    final long backupEntriesLba;
    final MemoryDisk disk;
    private final ByteBuffer bytes;

    GptImage(int sectorSize, int sectors) {
        this.sectorSize = sectorSize;
        this.lastLba = sectors - 1L;
        this.backupEntriesLba = lastLba - ENTRIES * ENTRY_SIZE / sectorSize;
        this.disk = MemoryDisk.ofSize(sectorSize * sectors);
        this.bytes = disk.bytes();
        bytes.put(450, (byte) 0xEE).putInt(454, 1).putInt(458, (int) lastLba);
        bytes.put(510, (byte) 0x55).put(511, (byte) 0xAA);
        header(1, lastLba, 2);
        header(lastLba, 1, backupEntriesLba);
    }

    GptImage partition(int index, UUID type, long first, long last, String name) {
        for (long array : new long[] {2, backupEntriesLba}) {
            int at = (int) array * sectorSize + (index - 1) * ENTRY_SIZE;
            guid(at, type);
            guid(at + 16, new UUID(index, index));
            bytes.putLong(at + 32, first).putLong(at + 40, last);
            bytes.put(at + 56, name.getBytes(StandardCharsets.UTF_16LE));
        }
        return seal();
    }

    /** Makes all checksums fit what is there. */
    GptImage seal() {
        seal(1, 2);
        seal(lastLba, backupEntriesLba);
        return this;
    }

    GptImage seal(long headerLba, long arrayLba) {
        int at = at(headerLba);
        bytes.putInt(at + 88, crc(at(arrayLba), ENTRIES * ENTRY_SIZE));
        bytes.putInt(at + 16, 0).putInt(at + 16, crc(at, bytes.getInt(at + 12)));
        return this;
    }

    /** The offset of a field of the primary header. */
    int primary(int field) {
        return sectorSize + field;
    }

    /** The offset of a field of the backup header. */
    int backup(int field) {
        return at(lastLba) + field;
    }

    /** The offset of a block. */
    int at(long lba) {
        return (int) lba * sectorSize;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes.array());
    }

    private void header(long lba, long alternate, long entries) {
        int at = at(lba);
        bytes.put(at, "EFI PART".getBytes(StandardCharsets.US_ASCII))
                .putInt(at + 8, 0x10000)
                .putInt(at + 12, 92);
        bytes.putLong(at + 24, lba).putLong(at + 32, alternate);
        bytes.putLong(at + 40, 2L + ENTRIES * ENTRY_SIZE / sectorSize).putLong(at + 48, backupEntriesLba - 1);
        guid(at + 56, DISK_ID);
        bytes.putLong(at + 72, entries).putInt(at + 80, ENTRIES).putInt(at + 84, ENTRY_SIZE);
        seal(lba, entries);
    }

    private void guid(int at, UUID id) {
        bytes.putInt(at, (int) (id.getMostSignificantBits() >>> 32));
        bytes.putShort(at + 4, (short) (id.getMostSignificantBits() >>> 16));
        bytes.putShort(at + 6, (short) id.getMostSignificantBits());
        bytes.order(ByteOrder.BIG_ENDIAN)
                .putLong(at + 8, id.getLeastSignificantBits())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private int crc(int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), at, length);
        return (int) crc.getValue();
    }
}
