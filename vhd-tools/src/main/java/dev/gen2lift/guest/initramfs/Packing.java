package dev.gen2lift.guest.initramfs;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/**
 * How an archive is packed, by its first bytes, as Linux tells it (lib/decompress.c). Each decoder reads one stream and
 * leaves what follows it.
 */
public enum Packing {
    GZIP(0x1F, 0x8B) {
        @Override
        InputStream open(ImageInput in) {
            return new GzipStream(in);
        }
    },
    XZ(0xFD, '7', 'z', 'X', 'Z', 0) {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new SingleXZInputStream(in, MAX_DECODER_KIB);
        }
    },
    ZSTD(0x28, 0xB5, 0x2F, 0xFD) {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new ZstdInputStreamNoFinalizer(new ZstdFrame(in));
        }
    },
    LZ4_LEGACY(0x02, 0x21, 0x4C, 0x18) {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new Lz4LegacyStream(in);
        }
    },
    LZ4(0x04, 0x22, 0x4D, 0x18) {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new BufferedInputStream(new FramedLZ4CompressorInputStream(in, false));
        }
    },
    LZO(0x89, 'L', 'Z', 'O', 0, 0x0D, 0x0A, 0x1A, 0x0A) {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new LzopStream(in);
        }
    },
    BZIP2('B', 'Z', 'h') {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new BZip2CompressorInputStream(in, false);
        }
    },
    LZMA(0x5D, 0, 0) {
        @Override
        InputStream open(ImageInput in) throws IOException {
            return new LZMAInputStream(in, MAX_DECODER_KIB);
        }
    };

    /** Memory that a decoder may take; xz -9 wants 65 MiB. */
    static final int MAX_DECODER_KIB = 80 << 10;

    /** Bytes that tell every packing. */
    static final int MAGIC = 9;

    private final byte[] magic;

    Packing(int... magic) {
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    /** The packing that begins with these bytes; empty where none does. */
    static Optional<Packing> of(byte[] beginning) {
        return Arrays.stream(values())
                .filter(packing -> beginning.length >= packing.magic.length
                        && Arrays.equals(packing.magic, 0, packing.magic.length, beginning, 0, packing.magic.length))
                .findFirst();
    }

    /** Unpacks the one stream that begins at {@code in}'s position. */
    abstract InputStream open(ImageInput in) throws IOException;
}
