package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How an extent is packed. What follows the packed bytes, up to the end of a sector, is not looked at. */
enum Compression {
    ZLIB {
        @Override
        void unpack(byte[] packed, byte[] into, int sectorSize) throws DataFormatException {
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(packed);
                int length = 0;
                while (length < into.length && !inflater.finished()) {
                    int count = inflater.inflate(into, length, into.length - length);
                    if (count == 0 && !inflater.finished()) {
                        throw new DataFormatException("zlib stream ends after " + length + " bytes");
                    }
                    length += count;
                }
            } finally {
                inflater.end();
            }
        }
    },
    LZO {
        @Override
        void unpack(byte[] packed, byte[] into, int sectorSize) throws DataFormatException {
            LzoSegments.unpack(packed, into, sectorSize);
        }
    },
    ZSTD {
        @Override
        void unpack(byte[] packed, byte[] into, int sectorSize) throws DataFormatException {
            int length = ZstdFrame.length(packed);
            try {
                new ZstdDecompressor().decompress(packed, 0, length, into, 0, into.length);
            } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new DataFormatException("zstd frame is damaged: " + e.getMessage());
            }
        }
    };

    /** The method of a number; empty for 0. */
    static Optional<Compression> of(int number, BinaryCursor extent) throws BadImageException {
        if (number > values().length) {
            throw extent.unsupported(16, "compressed by the unknown method " + number);
        }
        return number == 0 ? Optional.empty() : Optional.of(values()[number - 1]);
    }

    /**
     * Unpacks into a zeroed array; less than the array is allowed.
     *
     * @throws DataFormatException where the bytes contradict the method
     */
    abstract void unpack(byte[] packed, byte[] into, int sectorSize) throws DataFormatException;
}
