package dev.gen2lift.guest.initramfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** An unpacked stream that is bounded: in all that it gives, and in what it gives for what it takes. */
final class UnpackedInput extends PushbackInputStream {

    private final ImageInput packed;
    private final long start;
    private final Budget budget;
    private long given;
    private byte[] skipped = {};

    /** What may still be unpacked of a file. */
    static final class Budget {

        private long left;

        Budget(long bytes) {
            left = bytes;
        }
    }

    /** More was unpacked than a named limit allows. */
    static final class Exceeded extends IOException {

        private static final long serialVersionUID = 1L;

        Exceeded(String reason) {
            super(reason);
        }
    }

    UnpackedInput(InputStream in, ImageInput packed, long start, Budget budget) {
        super(in, Packing.MAGIC);
        this.packed = packed;
        this.start = start;
        this.budget = budget;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            charge(1);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            charge(read);
        }
        return read;
    }

    /** Unpacks what it skips, or it would not be counted. */
    @Override
    public long skip(long count) throws IOException {
        if (skipped.length == 0) {
            skipped = new byte[32 << 10];
        }
        long done = 0;
        while (done < count) {
            int read = read(skipped, 0, (int) Math.min(skipped.length, count - done));
            if (read < 0) {
                break;
            }
            done += read;
        }
        return done;
    }

    private void charge(int count) throws IOException {
        given += count;
        budget.left -= count;
        if (budget.left < 0) {
            throw new Exceeded("unpacks to more than " + Initramfs.MAX_UNPACKED + " bytes");
        }
        long taken = Math.max(1, packed.position() - start);
        if (given > Initramfs.RATIO_FROM && given / taken > Initramfs.MAX_RATIO) {
            throw new Exceeded("unpacks to more than " + Initramfs.MAX_RATIO + " times its size");
        }
    }
}
