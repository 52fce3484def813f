package dev.gen2lift.rehearsal.blob;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of a fixed length whose unwritten parts take no space and read as zero. */
final class SparseFile implements AutoCloseable {

    private static final int ZEROS = 1 << 20;

    private final Path path;
    private final FileChannel channel;

    private SparseFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes an empty file of {@code size} bytes in place of any that was there. */
    static SparseFile create(Path path, long size) throws IOException {
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        FileChannel channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        SparseFile file = new SparseFile(path, channel);
        try {
            file.resize(size);
        } catch (IOException e) {
            file.delete();
            throw e;
        }
        return file;
    }

    static SparseFile open(Path path) throws IOException {
        return new SparseFile(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    Path path() {
        return path;
    }

    /** Cuts or extends; the new part reads as zero. */
    void resize(long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }

    void write(long offset, ByteBuffer data) throws IOException {
        long position = offset;
        while (data.hasRemaining()) {
            position += channel.write(data, position);
        }
    }

    void writeZeros(long offset, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS, length));
        for (long done = 0; done < length; done += zeros.limit()) {
            zeros.position(0).limit((int) Math.min(zeros.capacity(), length - done));
            write(offset + done, zeros);
        }
    }

    /** Fills {@code into}. */
    void read(long offset, ByteBuffer into) throws IOException {
        long position = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, position);
            if (count < 0) {
                throw new IOException(path + " ends before byte " + (position + into.remaining()));
            }
            position += count;
        }
    }

    /** Copies a range of another file to the same place here; by one thread alone. */
    void copyFrom(SparseFile other, long offset, long length) throws IOException {
        channel.position(offset);
        long done = 0;
        while (done < length) {
            long count = other.channel.transferTo(offset + done, length - done, channel);
            if (count <= 0) {
                throw new IOException(other.path + " ends before byte " + (offset + length));
            }
            done += count;
        }
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
