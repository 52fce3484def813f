package dev.gen2lift.volume;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.util.Optional;

/**
 * What the beginning of a disk amounts to, before partitions are looked at.
 *
 * @param kind which structure divides the disk
 * @param gpt the intact copy that is used; present only for {@link Kind#GPT}
 * @param reader knows by the disk's own sector size what was wrong with each copy
 */
record DiskLayout(Kind kind, MasterBootRecord record, Optional<GptReader.Found> gpt, GptReader reader) {

    enum Kind {
        /** Nothing, or a file system without partitions. */
        UNDIVIDED,
        MBR,
        GPT,
        /** A GPT is announced, but no copy is intact. */
        DAMAGED_GPT
    }

    /** A disk of at least one sector. */
    static DiskLayout read(ByteSource disk, int sectorSize) throws IOException {
        MasterBootRecord record = MasterBootRecord.read(disk);
        GptReader own = new GptReader(disk, sectorSize);
        boolean divided = record.divides(disk.size() / sectorSize);
        if (record.bootSector() && !divided) {
            return new DiskLayout(Kind.UNDIVIDED, record, Optional.empty(), own);
        }
        boolean announced = divided && record.protective();
        if (divided && !announced && record.inUse()) {
            return new DiskLayout(Kind.MBR, record, Optional.empty(), own);
        }
        Optional<GptReader.Found> gpt = own.find(announced);
        if (gpt.isEmpty()) {
            gpt = findForOtherSectorSize(disk, sectorSize);
        }
        if (gpt.isPresent()) {
            return new DiskLayout(Kind.GPT, record, gpt, own);
        }
        if (announced || own.hasPrimarySignature()) {
            return new DiskLayout(Kind.DAMAGED_GPT, record, gpt, own);
        }
        return new DiskLayout(divided ? Kind.MBR : Kind.UNDIVIDED, record, gpt, own);
    }

    /** A table written for the other sector size; its primary header has to be there, the rest would be guessing. */
    private static Optional<GptReader.Found> findForOtherSectorSize(ByteSource disk, int sectorSize)
            throws IOException {
        GptReader other = new GptReader(disk, sectorSize == 512 ? 4096 : 512);
        return other.hasPrimarySignature() ? other.find(true) : Optional.empty();
    }
}
