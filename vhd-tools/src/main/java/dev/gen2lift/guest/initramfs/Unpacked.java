package dev.gen2lift.guest.initramfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A single packed file, such as a kernel module. */
public final class Unpacked {

    /** Bytes that a file may unpack to; the largest modules have less than 20 MiB. */
    static final long MAX_BYTES = 64 << 20;

    private static final String STRUCTURE = "packed file";

    private Unpacked() {}

    /** Whether it begins as one of the {@link Packing}s does. */
    public static boolean isPacked(ByteSource file) throws IOException {
        ImageInput in = new ImageInput(file);
        try {
            return Packing.of(in.readNBytes(Packing.MAGIC)).isPresent();
        } catch (ImageInput.StorageFailure e) {
            throw e.failure();
        }
    }

    /**
     * The last bytes of what it unpacks to; fewer where it has fewer.
     *
     * @throws BadImageException where it is damaged, or unpacks to more than {@link #MAX_BYTES}
     */
    public static byte[] end(ByteSource file, int length) throws IOException {
        ImageInput in = new ImageInput(file);
        try {
            Packing packing = Packing.of(in.readNBytes(Packing.MAGIC))
                    .orElseThrow(() -> in.bad(Kind.CORRUPT, STRUCTURE, 0, "is not packed"));
            in.seek(0);
            try (InputStream decoder = packing.open(in)) {
                InputStream stream = new UnpackedInput(decoder, in, 0, new UnpackedInput.Budget(MAX_BYTES));
                byte[] chunk = new byte[64 << 10];
                byte[] end = {};
                int read = stream.read(chunk);
                while (read >= 0) {
                    byte[] joined = Arrays.copyOf(end, end.length + read);
                    System.arraycopy(chunk, 0, joined, end.length, read);
                    end = Arrays.copyOfRange(joined, Math.max(0, joined.length - length), joined.length);
                    read = stream.read(chunk);
                }
                return end;
            }
        } catch (IOException | RuntimeException e) {
            throw DecoderFailure.translate(e, in, STRUCTURE, 0);
        }
    }
}
