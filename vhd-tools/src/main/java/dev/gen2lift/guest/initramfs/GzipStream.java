package dev.gen2lift.guest.initramfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One member of a gzip file (RFC 1952), after which the input stands exactly behind it. The checksum is not looked at: only
 * names are wanted.
 */
final class GzipStream extends InputStream {

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int TRAILER = 8;

    private final ImageInput in;
    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[64 << 10];
    private boolean started;
    private boolean ended;

    GzipStream(ImageInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!started) {
            started = true;
            header();
        }
        if (ended) {
            return -1;
        }
        try {
            while (true) {
                int count = inflater.inflate(into, offset, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished()) {
                    in.seek(in.position() - inflater.getRemaining());
                    in.skip(TRAILER);
                    end();
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw new IOException("needs a dictionary");
                }
                int read = in.read(chunk, 0, chunk.length);
                if (read < 0) {
                    throw new EOFException("ends within compressed data");
                }
                inflater.setInput(chunk, 0, read);
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
    }

    private void end() {
        ended = true;
        inflater.end();
    }

    private void header() throws IOException {
        byte[] fixed = in.readNBytes(10);
        if (fixed.length < 10) {
            throw new EOFException("ends within the header");
        }
        int flags = fixed[3];
        if ((flags & FLAG_EXTRA) != 0) {
            int length = in.read() | in.read() << 8;
            in.skip(Math.max(0, length));
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            in.skip(2);
        }
    }

    private void skipText() throws IOException {
        int c = in.read();
        while (c > 0) {
            c = in.read();
        }
    }

    @Override
    public void close() {
        end();
    }
}
