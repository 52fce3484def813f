package dev.gen2lift.fuzz;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.SparseContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of any size as the few bytes that a fuzzer changes: what is zero is left out. Any bytes are an input.
 *
 * <p>Little endian: a byte of choices, the file's size in 6 bytes, then pieces until the end, each of an offset in 6 bytes
 * and a length in 2, and its bytes; where the length's highest bit is set, one byte that is repeated through that many
 * KiB.
 *
 * @param choices what the test makes of the content
 */
public record FuzzInput(int choices, SparseContent content) {

    /** In {@link #choices}: make the checksums fit, so that changes get past them. */
    public static final int SEAL = 1;

    /** Within what every file system stores sparsely. */
    private static final long MAX_SIZE = 1L << 40;

    private static final int MAX_BYTES = 16 << 20;
    private static final int REPEATED = 0x8000;
    private static final int REPEATED_UNIT = 1024;

    /** Fewer zeros than a piece's own fields take are stored. */
    private static final int MIN_GAP = 12;

    public boolean has(int choice) {
        return (choices & choice) != 0;
    }

    public static FuzzInput read(byte[] input) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Arrays.copyOf(input, Math.max(7, input.length))).order(ByteOrder.LITTLE_ENDIAN);
        int choices = bytes.get();
        SparseContent content = new SparseContent(Math.min(MAX_SIZE, u48(bytes)));
        int written = 0;
        while (bytes.remaining() > 8 && written < MAX_BYTES) {
            long offset = u48(bytes);
            int length = bytes.getShort() & 0xFFFF;
            byte[] piece;
            if ((length & REPEATED) == 0) {
                piece = new byte[Math.min(length, bytes.remaining())];
                bytes.get(piece);
            } else {
                piece = new byte[Math.min(MAX_BYTES, (length & ~REPEATED) * REPEATED_UNIT)];
                Arrays.fill(piece, bytes.get());
            }
            int inside = (int) Math.max(0, Math.min(piece.length, content.size() - offset));
            content.write(Math.min(offset, content.size()), piece, 0, inside);
            written += piece.length;
        }
        return new FuzzInput(choices, content);
    }

    /** The input that reads as {@code content}. */
    public static byte[] of(int choices, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(choices);
        put(out, content.size(), 6);
        for (long at = content.nextData(0); at < content.size(); at = content.nextData(at)) {
            int length = (int) Math.min(4096 - at % 4096, content.size() - at);
            byte[] page = content.bytes(at, length);
            if (length % REPEATED_UNIT == 0 && same(page) && page[0] != 0) {
                int pages = 1;
                while (pages < 4096 && Arrays.equals(page, content.bytes(at + (long) pages * length, length))) {
                    pages++;
                }
                put(out, at, 6);
                put(out, REPEATED | pages * length / REPEATED_UNIT, 2);
                out.write(page[0]);
                length *= pages;
            } else {
                putPieces(out, at, page);
            }
            at += length;
        }
        return out.toByteArray();
    }

    /** The input that reads as a file. */
    public static byte[] of(int choices, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            SparseContent content = new SparseContent(channel.size());
            ByteBuffer piece = ByteBuffer.allocate(64 << 10);
            for (long at = 0; at < content.size(); at += piece.limit()) {
                channel.read(piece.clear(), at);
                content.write(at, piece.flip().array(), 0, piece.limit());
            }
            return of(choices, content);
        }
    }

    private static void putPieces(ByteArrayOutputStream out, long offset, byte[] page) {
        int from = nextNonZero(page, 0);
        while (from < page.length) {
            int to = from + 1;
            for (int next = nextNonZero(page, to); next < page.length && next - to < MIN_GAP; ) {
                to = next + 1;
                next = nextNonZero(page, to);
            }
            put(out, offset + from, 6);
            put(out, to - from, 2);
            out.write(page, from, to - from);
            from = nextNonZero(page, to);
        }
    }

    private static int nextNonZero(byte[] page, int from) {
        int at = from;
        while (at < page.length && page[at] == 0) {
            at++;
        }
        return at;
    }

    private static boolean same(byte[] page) {
        return Arrays.equals(page, 0, page.length - 1, page, 1, page.length);
    }

    private static void put(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> Byte.SIZE * i));
        }
    }

    private static long u48(ByteBuffer bytes) {
        return bytes.getInt() & 0xFFFFFFFFL | (bytes.getShort() & 0xFFFFL) << Integer.SIZE;
    }
}
