package dev.gen2lift.testimages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A new file that is written at any offset; what is never written, or written as zeros from a content, is a hole. */
public final class SparseFile implements Closeable {

    private static final int PIECE = 64 << 10;

    private final FileChannel channel;

    private SparseFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Replaces what is at {@code path}. */
    public static SparseFile create(Path path) throws IOException {
        Files.deleteIfExists(path);
        return new SparseFile(FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    /** A raw image of {@code content}. */
    public static void writeRaw(Path path, Content content) throws IOException {
        try (SparseFile file = create(path)) {
            file.write(0, content, 0, content.size());
            file.extendTo(content.size());
        }
    }

    public void write(long offset, byte[] bytes) throws IOException {
        write(offset, ByteBuffer.wrap(bytes));
    }

    public void write(long offset, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            offset += channel.write(bytes, offset);
        }
    }

    /** The bytes {@code [from, from + length)} of {@code content} at {@code offset}, without its zeros. */
    public void write(long offset, Content content, long from, long length) throws IOException {
        byte[] piece = new byte[PIECE];
        byte[] zeros = new byte[PIECE];
        long end = Math.min(content.size(), from + length);
        for (long at = content.nextData(from); at < end; at = content.nextData(at)) {
            int count = (int) Math.min(PIECE - at % PIECE, end - at);
            content.read(at, piece, 0, count);
            if (!Arrays.equals(piece, 0, count, zeros, 0, count)) {
                write(offset + at - from, ByteBuffer.wrap(piece, 0, count));
            }
            at += count;
        }
    }

    /** {@code length} times {@code value}. */
    public void fill(long offset, long length, byte value) throws IOException {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, value);
        for (long done = 0; done < length; done += PIECE) {
            write(offset + done, ByteBuffer.wrap(piece, 0, (int) Math.min(PIECE, length - done)));
        }
    }

    /** What was written so far; holes and the space behind the end are zero. */
    public byte[] read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
            // until full, or the file's end
        }
        return bytes.array();
    }

    public void extendTo(long size) throws IOException {
        if (channel.size() < size) {
            write(size - 1, new byte[1]);
        }
    }

    public void cutTo(long size) throws IOException {
        channel.truncate(size);
    }

    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
