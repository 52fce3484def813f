package dev.gen2lift.volume;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One of the two copies of a GUID partition table, intact: a header and its array.
 *
 * @param entries the used ones, in order
 */
record GptCopy(GptHeader header, List<GptEntry> entries) {

    /** Bytes of the array that are held at a time; a multiple of every entry size. */
    private static final int PIECE = 64 * 1024;

    GptCopy {
        entries = List.copyOf(entries);
    }

    static GptCopy readPrimary(ByteSource disk, int sectorSize) throws IOException {
        return read(disk, GptFormat.PRIMARY_HEADER, GptFormat.PRIMARY_ARRAY, GptFormat.PRIMARY_LBA, sectorSize);
    }

    static GptCopy readBackup(ByteSource disk, long lba, int sectorSize) throws IOException {
        return read(disk, GptFormat.BACKUP_HEADER, GptFormat.BACKUP_ARRAY, lba, sectorSize);
    }

    private static GptCopy read(ByteSource disk, String headerName, String arrayName, long lba, int sectorSize)
            throws IOException {
        GptHeader header = GptHeader.read(disk, headerName, lba, sectorSize);
        long begin = header.entriesLba() * sectorSize;
        List<GptEntry> entries = new ArrayList<>();
        CRC32 crc = new CRC32();
        int index = 1;
        for (int done = 0; done < header.arraySize(); done += PIECE) {
            int length = Math.min(PIECE, header.arraySize() - done);
            BinaryCursor piece = BinaryCursor.read(disk, arrayName, begin + done, length, ByteOrder.LITTLE_ENDIAN);
            crc.update(piece.view());
            for (int at = 0; at < length; at += header.entrySize()) {
                GptEntry.read(index++, piece.slice(arrayName, at, header.entrySize()))
                        .ifPresent(entries::add);
            }
        }
        if (crc.getValue() != header.entriesCrc()) {
            throw BinaryCursor.of(disk.name(), arrayName, begin, new byte[0], ByteOrder.LITTLE_ENDIAN)
                    .corrupt(
                            0,
                            String.format("array CRC-32 is %08X, should be %08X", crc.getValue(), header.entriesCrc()));
        }
        return new GptCopy(header, entries);
    }
}
