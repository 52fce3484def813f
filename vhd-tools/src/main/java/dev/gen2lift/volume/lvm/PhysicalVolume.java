package dev.gen2lift.volume.lvm;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The label and header at the beginning of a physical volume (LVM2, lib/label/label.h and
 * lib/format_text/layout.h).
 *
 * @param content the volume's bytes
 * @param id 32 characters, without the hyphens that people see
 * @param metadataAreas where copies of the volume group's description lie; none on volumes that carry only data
 */
record PhysicalVolume(ByteSource content, String id, List<Area> metadataAreas) {

    /** A range of the physical volume, in bytes. */
    record Area(long offset, long size) {}

    private static final String STRUCTURE = "LVM2 label";
    private static final int SECTOR = 512;

    /** The label is in one of the first four sectors. */
    private static final int LABEL_SECTORS = 4;

    private static final int CHECKSUM_OFFSET = 16;
    private static final int CHECKED_FROM = 20;
    private static final int HEADER_POSITION = 20;
    private static final int ID_LENGTH = 32;

    PhysicalVolume {
        metadataAreas = List.copyOf(metadataAreas);
    }

    /**
     * Reads the label of {@code content}; empty where there is none.
     *
     * @throws BadImageException where there is one, but its checksum or its ranges are wrong
     */
    static Optional<PhysicalVolume> read(ByteSource content) throws IOException {
        for (int i = 0; i < LABEL_SECTORS && content.size() >= (i + 1L) * SECTOR; i++) {
            BinaryCursor sector =
                    BinaryCursor.read(content, STRUCTURE, (long) i * SECTOR, SECTOR, ByteOrder.LITTLE_ENDIAN);
            if (sector.has(0, Ascii.bytes("LABELONE")) && sector.has(24, Ascii.bytes("LVM2 001"))) {
                return Optional.of(read(content, sector));
            }
        }
        return Optional.empty();
    }

    private static PhysicalVolume read(ByteSource content, BinaryCursor sector) throws IOException {
        long expected = sector.at(CHECKSUM_OFFSET).u32();
        if (LvmChecksum.of(sector.view().position(CHECKED_FROM)) != expected) {
            throw sector.corrupt(CHECKSUM_OFFSET, "the checksum is wrong");
        }
        long header = sector.at(HEADER_POSITION).u32();
        if (header < 32 || header > SECTOR - ID_LENGTH - Long.BYTES) {
            throw sector.corrupt(HEADER_POSITION, "the header begins at " + header + " of its sector");
        }
        String id = sector.at((int) header).ascii(ID_LENGTH);
        sector.skip(Long.BYTES);
        areas(sector, content.size()); // of data, which the group's description repeats
        return new PhysicalVolume(content, id, areas(sector, content.size()));
    }

    /** A list of ranges, which ends with an empty one. */
    private static List<Area> areas(BinaryCursor sector, long size) throws IOException {
        List<Area> areas = new ArrayList<>();
        while (true) {
            int at = sector.position();
            long offset = sector.size64();
            long length = sector.size64();
            if (offset == 0) {
                return areas;
            }
            if (offset > size || length > size - offset) {
                throw sector.corrupt(at, "a range of " + length + " bytes at " + offset + " leaves the volume");
            }
            areas.add(new Area(offset, length));
        }
    }
}
