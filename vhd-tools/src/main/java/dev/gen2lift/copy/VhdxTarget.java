package dev.gen2lift.copy;

import dev.gen2lift.disk.vhdx.DynamicVhdx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/**
 * A dynamic VHDX: a block takes space once something of it is written, in the order in which blocks are written.
 *
 * <p>A block's entry is in the file as soon as it has its place, but what marks the file as a VHDX only when it is
 * complete; so a later run can go on with what is there, and nobody takes it for a disk. Memory: 4 bytes for each block of
 * the disk, at most 8 MiB.
 */
public final class VhdxTarget implements DiskTarget {

    private static final WriteShape SHAPE = new WriteShape(UncachedWrites.ALIGNMENT, 2 << 20, 64 << 10);
    private static final int MIB = 1 << 20;
    private static final int ENTRIES_AT_ONCE = 8192;

    private final DynamicVhdx disk;
    private final PartFile part;
    /** Where each block lies in the file, in MiB; 0 where it has no place yet. */
    private final int[] places;

    private long end;

    private VhdxTarget(DynamicVhdx disk, PartFile part) {
        this.disk = disk;
        this.part = part;
        this.places = new int[disk.blocks()];
        this.end = disk.payloadStart();
    }

    /**
     * Begins a dynamic VHDX with sectors of 512 bytes and new identifiers. Its file appears when the target is completed.
     *
     * @param capacity bytes of the disk, a multiple of 512, up to 64 TiB; what the source lacks is zero
     * @throws java.nio.file.FileAlreadyExistsException where the file exists and is to stay
     * @throws IOException where the file cannot be made
     */
    public static VhdxTarget create(Path file, long capacity, FileOptions options) throws IOException {
        DynamicVhdx disk = new DynamicVhdx(capacity);
        // Hyper-V refuses images that NTFS marks as sparse.
        PartFile part = PartFile.create(file, disk.payloadStart(), options, false);
        try {
            VhdxTarget target = new VhdxTarget(disk, part);
            if (part.continued()) {
                target.readPlaces();
            }
            return target;
        } catch (IOException | RuntimeException e) {
            part.close();
            throw e;
        }
    }

    @Override
    public WriteShape shape() {
        return SHAPE;
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(part.target());
    }

    @Override
    public boolean continued() {
        return part.continued();
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        if (offset < 0 || data.remaining() > disk.capacity() - offset) {
            throw new IllegalArgumentException(
                    data.remaining() + " bytes at " + offset + " of a disk of " + disk.capacity());
        }
        ByteBuffer rest = data.slice();
        long at = offset;
        while (rest.hasRemaining()) {
            int block = (int) (at / disk.blockSize());
            long within = at % disk.blockSize();
            int length = (int) Math.min(rest.remaining(), disk.blockSize() - within);
            part.write(place(block) + within, rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
            at += length;
        }
    }

    /** Where the block lies in the file; it is given a place where it has none. */
    private synchronized long place(int block) throws IOException {
        if (places[block] == 0) {
            long place = end;
            part.write(disk.entryOffset(block), littleEndian(Long.BYTES).putLong(0, DynamicVhdx.entry(place)));
            places[block] = (int) (place / MIB);
            end = place + disk.blockSize();
        }
        return (long) places[block] * MIB;
    }

    /** What an earlier run wrote. Its bytes are as good as its journal says, but places have to be possible ones. */
    private void readPlaces() throws IOException {
        BitSet taken = new BitSet();
        for (int first = 0; first < places.length; first += ENTRIES_AT_ONCE) {
            int last = Math.min(places.length, first + ENTRIES_AT_ONCE) - 1;
            long from = disk.entryOffset(first);
            ByteBuffer entries = littleEndian((int) (disk.entryOffset(last) + Long.BYTES - from));
            part.read(from, entries);
            for (int block = first; block <= last; block++) {
                long place = placeOf(entries.getLong((int) (disk.entryOffset(block) - from)));
                if (place == 0) {
                    continue;
                }
                long number = (place - disk.payloadStart()) / disk.blockSize();
                if (place < disk.payloadStart()
                        || (place - disk.payloadStart()) % disk.blockSize() != 0
                        || number >= places.length
                        || taken.get((int) number)) {
                    throw unusable();
                }
                taken.set((int) number);
                places[block] = (int) (place / MIB);
                end = Math.max(end, place + disk.blockSize());
            }
        }
    }

    private long placeOf(long entry) throws FileSystemException {
        try {
            return DynamicVhdx.place(entry);
        } catch (IllegalArgumentException e) {
            throw unusable();
        }
    }

    private FileSystemException unusable() {
        return new FileSystemException(
                part.temporary().toString(), null, "is not what an earlier run left; delete it to begin anew");
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void force() throws IOException {
        part.force();
    }

    @Override
    public void complete() throws IOException {
        // The last block may not have been written to its end.
        if (part.length() < end) {
            part.write(end - 1, ByteBuffer.allocate(1));
        }
        part.write(0, disk.front());
        part.publish();
    }

    @Override
    public void close() throws IOException {
        part.close();
    }
}
