package dev.gen2lift.filesystem.btrfs;

import com.github.luben.zstd.Zstd;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
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
            int length = (int) checked(Zstd.findFrameCompressedSize(packed));
            checked(Zstd.decompressByteArray(into, 0, into.length, packed, 0, length));
        }

        private long checked(long result) throws DataFormatException {
            if (Zstd.isError(result)) {
                throw new DataFormatException("zstd frame is damaged: " + Zstd.getErrorName(result));
            }
            return result;
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
