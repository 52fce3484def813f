package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Reads what extents store; keeps the compressed one that was unpacked last. */
final class ExtentReader {

    private final String volume;
    private final DataReader data;
    private final int sectorSize;

    private @Nullable FileExtent lastExtent;
    private byte[] last = {};

    ExtentReader(String volume, DataReader data, int sectorSize) {
        this.volume = volume;
        this.data = data;
        this.sectorSize = sectorSize;
    }

    /** Fills {@code into}, which ends within the extent, with its bytes that begin at {@code offset} of the file. */
    void read(FileExtent extent, long offset, ByteBuffer into) throws IOException {
        long within = extent.skipped() + (offset - extent.start());
        if (extent.isHole()) {
            zero(into);
        } else if (extent.compression().isPresent()) {
            into.put(unpacked(extent, extent.compression().get()), (int) within, into.remaining());
        } else if (extent.inline().isPresent()) {
            into.put(extent.inline().get().at((int) (extent.address() + within)).bytes(into.remaining()));
        } else {
            data.read(extent.address() + within, into);
        }
    }

    static void zero(ByteBuffer into) {
        while (into.remaining() >= Long.BYTES) {
            into.putLong(0);
        }
        while (into.hasRemaining()) {
            into.put((byte) 0);
        }
    }

    private byte[] unpacked(FileExtent extent, Compression compression) throws IOException {
        if (extent.inline().isEmpty() && lastExtent != null && isSame(extent, lastExtent)) {
            return last;
        }
        byte[] packed;
        if (extent.inline().isPresent()) {
            BinaryCursor item = extent.inline().get();
            packed = item.at((int) extent.address()).bytes((int) extent.stored());
        } else {
            packed = new byte[(int) extent.stored()];
            data.read(extent.address(), ByteBuffer.wrap(packed));
        }
        byte[] content = new byte[(int) extent.unpacked()];
        try {
            compression.unpack(packed, content, sectorSize);
        } catch (DataFormatException e) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT,
                    volume,
                    FileExtent.STRUCTURE,
                    extent.address(),
                    String.valueOf(e.getMessage()));
        }
        last = content;
        lastExtent = extent.inline().isPresent() ? null : extent;
        return content;
    }

    /** Whether two parts of files have the same stored bytes. */
    private static boolean isSame(FileExtent one, FileExtent other) {
        return one.address() == other.address()
                && one.stored() == other.stored()
                && one.unpacked() == other.unpacked()
                && one.compression().equals(other.compression());
    }
}
