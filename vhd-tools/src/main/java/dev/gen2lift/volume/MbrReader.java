package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.volume.MasterBootRecord.Entry;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads an MBR's primary partitions and the logical ones that the links of an extended partition lead to. */
final class MbrReader {

    /** Links followed in one extended partition; Windows and Linux number fewer. */
    static final int MAX_LOGICAL = 128;

    private static final int FIRST_LOGICAL = 5;
    private static final String LINK = "extended boot record";

    private final ByteSource disk;
    private final int sectorSize;
    private final long sectors;
    private final TableWarnings warnings;
    private final List<Partition> primary = new ArrayList<>();
    private final List<Partition> logical = new ArrayList<>();
    private final Set<Long> links = new HashSet<>();

    private MbrReader(ByteSource disk, int sectorSize, TableWarnings warnings) {
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.sectors = disk.size() / sectorSize;
        this.warnings = warnings;
    }

    static PartitionTable read(ByteSource disk, int sectorSize, MasterBootRecord record, TableWarnings warnings)
            throws IOException {
        MbrReader reader = new MbrReader(disk, sectorSize, warnings);
        for (int i = 0; i < record.entries().size(); i++) {
            reader.addPrimary(i, record.entries().get(i));
        }
        List<Partition> partitions = new ArrayList<>(reader.primary);
        partitions.addAll(reader.logical);
        // The extended partition contains the logical ones, so only one of the two sides may be compared.
        List<Partition> exclusive = new ArrayList<>(partitions);
        exclusive.removeIf(partition -> partition.type().equals(PartitionTypes.EXTENDED));
        warnings.addOverlaps(MasterBootRecord.STRUCTURE, 0, exclusive);
        return new PartitionTable(
                Scheme.MBR,
                Status.HEALTHY,
                Optional.of(String.format(Locale.ROOT, "%08X", record.diskSignature())),
                partitions,
                warnings.list());
    }

    private void addPrimary(int slot, Entry entry) throws IOException {
        if (!entry.used()) {
            return;
        }
        long at = MasterBootRecord.ENTRIES + (long) slot * MasterBootRecord.ENTRY_SIZE;
        if (!isOnDisk("MBR entry " + (slot + 1), at, entry, 0)) {
            return;
        }
        primary.add(partition(slot + 1, entry, 0));
        if (entry.extended()) {
            addLogical(entry.startSectors());
        }
    }

    /**
     * Follows the links of an extended partition. Each link's first entry is a logical partition, relative to the link;
     * its second leads to the next link, relative to the extended partition.
     */
    private void addLogical(long extendedSectors) throws IOException {
        long link = extendedSectors;
        while (true) {
            long at = link * sectorSize;
            if (!links.add(link)) {
                warnings.add(LINK, at, "the chain of logical partitions loops");
                return;
            }
            if (links.size() > MAX_LOGICAL) {
                warnings.add(LINK, at, "more than " + MAX_LOGICAL + " links");
                return;
            }
            MasterBootRecord record;
            try {
                record = MasterBootRecord.read(disk, LINK, at);
            } catch (BadImageException e) {
                warnings.add(e);
                return;
            }
            if (!record.signed()) {
                warnings.add(LINK, at, "does not end in 55 AA; logical partitions behind it are lost");
                return;
            }
            Entry partition = record.entries().get(0);
            if (partition.used() && !partition.extended() && isOnDisk(LINK, at, partition, link)) {
                logical.add(partition(FIRST_LOGICAL + logical.size(), partition, link));
            }
            Entry next = record.entries().get(1);
            if (!next.used()) {
                return;
            }
            if (!next.extended()) {
                warnings.add(
                        LINK,
                        at,
                        "its second entry is of type " + PartitionTypes.mbrId(next.type())
                                + ", not a link; logical partitions behind it are lost");
                return;
            }
            link = extendedSectors + next.startSectors();
            if (link >= sectors) {
                warnings.add(LINK, at, "the next link lies beyond the disk's end");
                return;
            }
        }
    }

    /** Keeps what at least begins on the disk; a disk cut short still shows what was on it. */
    private boolean isOnDisk(String structure, long at, Entry entry, long base) {
        long first = base + entry.startSectors();
        if (first == 0 || entry.sizeSectors() == 0 || first >= sectors) {
            warnings.add(
                    structure,
                    at,
                    "sectors " + first + " to " + (first + entry.sizeSectors() - 1) + " are no partition of a disk of "
                            + sectors);
            return false;
        }
        if (entry.sizeSectors() > sectors - first) {
            warnings.add(
                    structure,
                    at,
                    "the partition ends at sector " + (first + entry.sizeSectors() - 1) + ", beyond the disk of "
                            + sectors + " sectors");
        }
        return true;
    }

    private Partition partition(int index, Entry entry, long base) {
        return new Partition(
                index,
                PartitionTypes.mbrName(entry.type()),
                PartitionTypes.mbrId(entry.type()),
                "",
                Optional.empty(),
                (base + entry.startSectors()) * sectorSize,
                entry.sizeSectors() * sectorSize,
                entry.active());
    }
}
