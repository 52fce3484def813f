package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Reads the content of files by whole sectors and checks it, with the second copy where the first is damaged. */
final class DataReader {

    private static final String STRUCTURE = "btrfs file data";

    /** Bytes that are read and checked at once, a multiple of every sector's size. */
    private static final int PIECE = 256 << 10;

    private final ByteSource volume;
    private final ChunkMap chunks;
    private final DataChecksums checksums;
    private final ChecksumType type;
    private final int sectorSize;
    private final Warnings warnings;

    DataReader(ByteSource volume, ChunkMap chunks, DataChecksums checksums, Superblock superblock, Warnings warnings) {
        this.volume = volume;
        this.chunks = chunks;
        this.checksums = checksums;
        this.type = superblock.checksum();
        this.sectorSize = superblock.sectorSize();
        this.warnings = warnings;
    }

    /**
     * Fills {@code into} with the bytes that begin at a logical address.
     *
     * @throws BadImageException where a sector is damaged in all copies
     */
    void read(long address, ByteBuffer into) throws IOException {
        long at = address;
        while (into.hasRemaining()) {
            Chunk chunk = chunks.at(at, STRUCTURE);
            long begin = at - at % sectorSize;
            int length = (int) Math.min(PIECE - (at - begin), Math.min(into.remaining(), chunk.end() - at));
            if (begin < chunk.start()) {
                throw corrupt(at, "chunk begins within a sector");
            }
            long end = Math.min(chunk.end(), roundUp(at + length));
            ByteBuffer piece = ByteBuffer.allocate((int) (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
            volume.read(chunk.places().get(0) + (begin - chunk.start()), piece.duplicate());
            check(begin, chunk, piece);
            into.put(piece.position((int) (at - begin)).limit((int) (at - begin) + length));
            at += length;
        }
    }

    private long roundUp(long address) {
        return address + (sectorSize - address % sectorSize) % sectorSize;
    }

    private void check(long address, Chunk chunk, ByteBuffer piece) throws IOException {
        int at = 0;
        while (at <= piece.capacity() - sectorSize) {
            Optional<BinaryCursor> sums = checksums.from(address + at);
            if (sums.isEmpty()) {
                at += sectorSize;
                continue;
            }
            int count = Math.min(sums.get().length() / type.size(), (piece.capacity() - at) / sectorSize);
            for (int i = 0; i < count; i++) {
                byte[] expected = sums.get().at(i * type.size()).bytes(type.size());
                checkSector(address + at, chunk, sector(piece, at), expected);
                at += sectorSize;
            }
        }
    }

    private ByteBuffer sector(ByteBuffer piece, int at) {
        return piece.slice(at, sectorSize).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void checkSector(long address, Chunk chunk, ByteBuffer sector, byte[] expected) throws IOException {
        if (type.matches(sector.duplicate().order(ByteOrder.LITTLE_ENDIAN), expected)) {
            return;
        }
        List<Long> places = chunk.places();
        long within = address - chunk.start();
        for (long place : places.subList(1, places.size())) {
            volume.read(place + within, sector.clear());
            if (type.matches(sector.flip(), expected)) {
                warnings.add(new ImageWarning(
                        STRUCTURE, places.get(0) + within, "is damaged, its copy is used: checksum is wrong"));
                return;
            }
        }
        throw corrupt(places.get(0) + within, "checksum is wrong");
    }

    private BadImageException corrupt(long offset, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, volume.name(), STRUCTURE, offset, reason);
    }
}
