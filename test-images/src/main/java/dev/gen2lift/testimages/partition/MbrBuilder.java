package dev.gen2lift.testimages.partition;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A disk with a master boot record, primary partitions and logical ones in an extended partition. */
public final class MbrBuilder {

    private static final int ENTRIES_AT = 446;
    private static final int ENTRY = 16;
    private static final int SIGNATURE_AT = 440;
    private static final int MARK_AT = 510;
    private static final short MARK = (short) 0xAA55;
    private static final int EXTENDED_LBA = 0x0F;

    private record Placed(int type, boolean active, long offset, long length, Content content) {}

    private final long size;
    private final List<Placed> primaries = new ArrayList<>();
    private final List<Placed> logicals = new ArrayList<>();
    private final List<Consumer<SparseContent>> changes = new ArrayList<>();
    private int sectorSize = 512;
    private int signature = 0x67326C31;
    private byte[] bootCode = new byte[0];

    /** A disk of {@code size} bytes. */
    public MbrBuilder(long size) {
        this.size = size;
    }

    /** Bytes. */
    public MbrBuilder sectorSize(int bytes) {
        this.sectorSize = bytes;
        return this;
    }

    /** The disk signature by which Windows knows the disk. */
    public MbrBuilder signature(int value) {
        this.signature = value;
        return this;
    }

    /** At most 440 bytes. */
    public MbrBuilder bootCode(byte[] code) {
        this.bootCode = code.clone();
        return this;
    }

    /**
     * At most four, or three with logical ones.
     *
     * @param type for example 0x07 NTFS, 0x0C FAT32, 0x83 Linux, 0xEF EFI system
     */
    public MbrBuilder primary(int type, boolean active, long offset, long length, Content content) {
        primaries.add(new Placed(type, active, offset, length, content));
        return this;
    }

    /** In order of their offsets; each needs a free MiB before it for its extended boot record. */
    public MbrBuilder logical(int type, long offset, long length, Content content) {
        logicals.add(new Placed(type, false, offset, length, content));
        return this;
    }

    /** Changes the finished disk, for example an entry of the table at byte 446. */
    public MbrBuilder alter(Consumer<SparseContent> change) {
        changes.add(change);
        return this;
    }

    public SparseContent build() {
        SparseContent disk = new SparseContent(size);
        List<Placed> table = new ArrayList<>(primaries);
        if (!logicals.isEmpty()) {
            Placed last = logicals.get(logicals.size() - 1);
            long start = recordOf(logicals.get(0));
            table.add(new Placed(EXTENDED_LBA, false, start, last.offset + last.length - start, Content.zeros(0)));
            writeLogicals(disk, start);
        }
        if (table.size() > 4) {
            throw new IllegalArgumentException(table.size() + " primary partitions");
        }
        ByteBuffer mbr = sector().put(bootCode).putInt(SIGNATURE_AT, signature);
        for (int i = 0; i < table.size(); i++) {
            Placed placed = table.get(i);
            entry(mbr, i, placed, placed.offset);
        }
        disk.write(0, mbr.rewind());
        primaries.forEach(placed -> disk.write(placed.offset, placed.content));
        logicals.forEach(placed -> disk.write(placed.offset, placed.content));
        changes.forEach(change -> change.accept(disk));
        return disk;
    }

    /** The chain of extended boot records: each names its partition from itself, the next from the chain's start. */
    private void writeLogicals(SparseContent disk, long start) {
        for (int i = 0; i < logicals.size(); i++) {
            Placed placed = logicals.get(i);
            long record = recordOf(placed);
            ByteBuffer bytes = sector();
            entry(bytes, 0, placed, placed.offset - record);
            if (i + 1 < logicals.size()) {
                Placed next = logicals.get(i + 1);
                long nextRecord = recordOf(next);
                long length = next.offset + next.length - nextRecord;
                entry(bytes, 1, new Placed(0x05, false, nextRecord, length, Content.zeros(0)), nextRecord - start);
            }
            disk.write(record, bytes.rewind());
        }
    }

    private static long recordOf(Placed logical) {
        return logical.offset - (1 << 20);
    }

    private void entry(ByteBuffer sector, int index, Placed placed, long relativeOffset) {
        // Where the geometry cannot reach, which is nearly always: its largest value.
        byte[] geometry = {(byte) 0xFE, -1, -1};
        sector.position(ENTRIES_AT + index * ENTRY)
                .put((byte) (placed.active ? 0x80 : 0))
                .put(geometry)
                .put((byte) placed.type)
                .put(geometry)
                .putInt((int) (relativeOffset / sectorSize))
                .putInt((int) (placed.length / sectorSize));
    }

    private static ByteBuffer sector() {
        return ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN).putShort(MARK_AT, MARK);
    }
}
