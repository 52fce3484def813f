package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads how a disk is divided: GPT (UEFI 5.3), MBR with logical partitions (UEFI 5.2), or not at all. A damaged table
 * is a result, not an exception.
 */
public final class PartitionTables {

    /** {@link ImageWarning#structure} of what concerns the first sector. */
    public static final String MBR = MasterBootRecord.STRUCTURE;

    /** {@link ImageWarning#structure} of what concerns the GPT header in block 1. */
    public static final String GPT_HEADER = GptFormat.PRIMARY_HEADER;

    /** {@link ImageWarning#structure} of what concerns the GPT header at the disk's end, its place included. */
    public static final String GPT_BACKUP_HEADER = GptFormat.BACKUP_HEADER;

    private PartitionTables() {}

    /**
     * Reads the partition table of {@code disk}.
     *
     * @param logicalSectorSize 512 or 4096 bytes. A GPT that was written for the other size is found too, with a
     *     warning: raw images do not say which size theirs is.
     * @throws BadImageException only where the disk's own structures, those of the image file, are damaged
     */
    public static PartitionTable read(ByteSource disk, int logicalSectorSize) throws IOException {
        if (logicalSectorSize != 512 && logicalSectorSize != 4096) {
            throw new IllegalArgumentException("logical sector size " + logicalSectorSize);
        }
        TableWarnings warnings = new TableWarnings();
        if (disk.size() < logicalSectorSize) {
            return none(warnings);
        }
        DiskLayout layout = DiskLayout.read(disk, logicalSectorSize);
        return switch (layout.kind()) {
            case UNDIVIDED -> none(warnings);
            case MBR -> mbr(disk, logicalSectorSize, layout, warnings);
            case GPT -> gpt(disk, logicalSectorSize, layout, layout.gpt().orElseThrow(), warnings);
            case DAMAGED_GPT -> {
                layout.reader().problems().forEach(warnings::add);
                yield new PartitionTable(Scheme.GPT, Status.DAMAGED, Optional.empty(), List.of(), warnings.list());
            }
        };
    }

    private static PartitionTable none(TableWarnings warnings) {
        return new PartitionTable(Scheme.NONE, Status.HEALTHY, Optional.empty(), List.of(), warnings.list());
    }

    private static PartitionTable mbr(ByteSource disk, int sectorSize, DiskLayout layout, TableWarnings warnings)
            throws IOException {
        if (layout.reader().hasPrimarySignature()) {
            warnings.add(GPT_HEADER, sectorSize, "a GPT left behind on a disk that its MBR divides");
        }
        return MbrReader.read(disk, sectorSize, layout.record(), warnings);
    }

    private static PartitionTable gpt(
            ByteSource disk, int sectorSize, DiskLayout layout, GptReader.Found found, TableWarnings warnings)
            throws IOException {
        if (layout.record().hybrid()) {
            warnings.add(MBR, MasterBootRecord.ENTRIES, "hybrid: partitions beside the one that protects the GPT");
        } else if (!layout.record().protective()) {
            warnings.add(MBR, 0, "the protective MBR is missing, firmware may not look for the GPT");
        }
        if (found.sectorSize() != sectorSize) {
            warnings.add(
                    GPT_HEADER,
                    found.sectorSize(),
                    "written for sectors of " + found.sectorSize() + " bytes, the disk's have " + sectorSize);
        } else if (found.fromBackup()) {
            layout.reader().problems().forEach(warnings::add);
        } else {
            layout.reader().checkBackup(found.copy(), warnings);
        }
        return new PartitionTable(
                Scheme.GPT,
                found.fromBackup() ? Status.BACKUP_USED : Status.HEALTHY,
                Optional.of(PartitionTypes.gptId(found.copy().header().diskId())),
                partitions(disk, found, warnings),
                warnings.list());
    }

    private static List<Partition> partitions(ByteSource disk, GptReader.Found found, TableWarnings warnings) {
        GptHeader header = found.copy().header();
        long sectors = disk.size() / found.sectorSize();
        List<Partition> partitions = new ArrayList<>();
        for (GptEntry entry : found.copy().entries()) {
            long first = entry.firstLba();
            long last = entry.lastLba();
            String structure = "GPT entry " + entry.index();
            long at = header.entriesLba() * found.sectorSize() + (entry.index() - 1L) * header.entrySize();
            String range = "blocks " + Long.toUnsignedString(first) + " to " + Long.toUnsignedString(last);
            if (first < 1 || first >= sectors || last < first || last >= Long.MAX_VALUE / found.sectorSize()) {
                warnings.add(structure, at, range + " are no partition of a disk of " + sectors + " blocks");
                continue;
            }
            if (last >= sectors) {
                warnings.add(structure, at, range + " reach beyond the disk of " + sectors + " blocks");
            } else if (first < header.firstUsableLba() || last > header.lastUsableLba()) {
                warnings.add(
                        structure,
                        at,
                        range + " leave the usable ones, " + header.firstUsableLba() + " to " + header.lastUsableLba());
            }
            partitions.add(new Partition(
                    entry.index(),
                    PartitionTypes.gptName(entry.type()),
                    PartitionTypes.gptId(entry.type()),
                    entry.name(),
                    Optional.of(entry.id()),
                    first * found.sectorSize(),
                    (last - first + 1) * found.sectorSize(),
                    false));
        }
        warnings.addOverlaps(
                found.fromBackup() ? GptFormat.BACKUP_ARRAY : GptFormat.PRIMARY_ARRAY,
                header.entriesLba() * found.sectorSize(),
                partitions);
        return partitions;
    }
}
