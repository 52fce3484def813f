package dev.gen2lift.fuzz;

import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Makes the checksums of a hostile image's structures fit, wherever something looks like one. */
public final class Checksums {

    private static final int KIB_64 = 64 << 10;
    private static final int LOG_SECTOR = 4096;
    private static final int VHD_SECTOR = 512;

    /** Of the log's sectors and entries, those that may cost time. */
    private static final int MAX_LOG_ENTRIES = 64;

    private static final int MAX_ENTRY = 256 << 10;

    private Checksums() {}

    /** Headers, region tables and log entries (MS-VHDX 2.2.2, 2.2.3, 2.3.1.1). */
    public static void ofVhdx(SparseContent file) {
        for (int table : new int[] {3, 4}) {
            crc32c(file, (long) table * KIB_64, KIB_64);
        }
        for (int header : new int[] {1, 2}) {
            long at = (long) header * KIB_64;
            ofLog(file, little(file, at + 72).getLong(), little(file, at + 68).getInt() & 0xFFFFFFFFL);
            crc32c(file, at, LOG_SECTOR);
        }
    }

    private static void ofLog(SparseContent file, long offset, long length) {
        if (offset < 0 || length % LOG_SECTOR != 0 || offset % LOG_SECTOR != 0 || offset > file.size() - length) {
            return;
        }
        int entries = 0;
        for (long at = file.nextData(offset); at < offset + length && entries < MAX_LOG_ENTRIES; ) {
            long sector = at / LOG_SECTOR * LOG_SECTOR;
            long size = little(file, sector + 8).getInt() & 0xFFFFFFFFL;
            boolean entry = has(file, sector, "loge") && size >= LOG_SECTOR && size <= Math.min(length, MAX_ENTRY);
            if (entry && size % LOG_SECTOR == 0) {
                entries++;
                file.write(sector + 4, new byte[4]);
                int first = (int) Math.min(size, offset + length - sector);
                CRC32C crc = new CRC32C();
                crc.update(file.bytes(sector, first));
                crc.update(file.bytes(offset, (int) size - first));
                put(file, sector + 4, crc, ByteOrder.LITTLE_ENDIAN);
            }
            at = file.nextData(sector + LOG_SECTOR);
        }
    }

    private static void crc32c(SparseContent file, long at, int length) {
        if (at + length <= file.size()) {
            file.write(at + 4, new byte[4]);
            CRC32C crc = new CRC32C();
            crc.update(file.bytes(at, length));
            put(file, at + 4, crc, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Footer, its copy and the dynamic header (VHD specification, "Hard Disk Footer Format"). */
    public static void ofVhd(SparseContent file) {
        for (long footer : new long[] {0, file.size() - VHD_SECTOR, file.size() - VHD_SECTOR + 1}) {
            if (has(file, footer, "conectix")) {
                long header =
                        little(file, footer + 16).order(ByteOrder.BIG_ENDIAN).getLong();
                complement(file, footer, VHD_SECTOR, 64);
                if (has(file, header, "cxsparse")) {
                    complement(file, header, 2 * VHD_SECTOR, 36);
                }
            }
        }
    }

    private static void complement(SparseContent file, long at, int length, int field) {
        if (at > file.size() - field - 4) {
            return;
        }
        file.write(at + field, new byte[4]);
        int sum = 0;
        for (byte value : file.bytes(at, length)) {
            sum += value & 0xFF;
        }
        file.write(at + field, ByteBuffer.allocate(4).putInt(~sum).array());
    }

    /** Both headers with their entries, for both sector sizes (UEFI 5.3.2). */
    public static void ofGpt(SparseContent disk) {
        for (int sector : new int[] {512, 4096}) {
            long last = disk.size() / sector * sector - sector;
            long alternate = little(disk, sector + 32).getLong() * sector;
            for (long header : new long[] {sector, last, alternate}) {
                if (has(disk, header, "EFI PART") && header <= disk.size() - 92) {
                    ofGpt(disk, header, sector);
                }
            }
        }
    }

    private static void ofGpt(SparseContent disk, long header, int sector) {
        long entries = little(disk, header + 72).getLong();
        long size = (long) little(disk, header + 80).getInt()
                * little(disk, header + 84).getInt();
        if (entries > 0 && entries < disk.size() / sector && size > 0 && size <= 1 << 20) {
            CRC32 crc = new CRC32();
            crc.update(disk.bytes(entries * sector, (int) size));
            put(disk, header + 88, crc, ByteOrder.LITTLE_ENDIAN);
        }
        int length = little(disk, header + 12).getInt();
        if (length >= 92 && length <= sector) {
            disk.write(header + 16, new byte[4]);
            CRC32 crc = new CRC32();
            crc.update(disk.bytes(header, length));
            put(disk, header + 16, crc, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Headers of tar, all that stand at a multiple of 512 bytes, and the two of 7z. */
    public static void ofArchive(byte[] file) {
        for (int at = 0; at + 512 <= file.length; at += 512) {
            if (new String(file, at + 257, 5, StandardCharsets.US_ASCII).equals("ustar")) {
                Arrays.fill(file, at + 148, at + 156, (byte) ' ');
                int sum = 0;
                for (int i = 0; i < 512; i++) {
                    sum += file[at + i] & 0xFF;
                }
                byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(octal, 0, file, at + 148, octal.length);
            }
        }
        if (file.length > 32 && file[0] == '7' && file[1] == 'z') {
            ByteBuffer start = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            long next = 32 + start.getLong(12);
            long size = start.getLong(20);
            if (next >= 32 && size >= 0 && size <= file.length && next <= file.length - size) {
                start.putInt(28, crc32(file, (int) next, (int) size));
            }
            start.putInt(8, crc32(file, 12, 20));
        }
    }

    private static int crc32(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static boolean has(SparseContent file, long at, String signature) {
        return at >= 0
                && at <= file.size() - signature.length()
                && Arrays.equals(file.bytes(at, signature.length()), signature.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer little(SparseContent file, long at) {
        byte[] bytes = at < 0 || at > file.size() - 8 ? new byte[8] : file.bytes(at, 8);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(SparseContent file, long at, Checksum checksum, ByteOrder order) {
        file.write(
                at,
                ByteBuffer.allocate(4)
                        .order(order)
                        .putInt((int) checksum.getValue())
                        .array());
    }
}
