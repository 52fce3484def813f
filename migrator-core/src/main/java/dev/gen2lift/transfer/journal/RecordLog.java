package dev.gen2lift.transfer.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file that records are only ever appended to. Each carries its length and a CRC-32C, so that a tail which a crash or a
 * full disk tore is recognised, wherever the tear is, and cut off. One process at a time has it open. For one thread at a
 * time.
 *
 * <p>A record is a length of 4 bytes, the checksum of the content in 4 bytes, and the content; big endian.
 */
final class RecordLog implements Closeable {

    /** Most bytes of one record's content. */
    static final int MAX_RECORD = 64 << 10;

    private static final int FRAME = 8;
    private static final int READ_BUFFER = 2 * (MAX_RECORD + FRAME);

    /** Not a channel: an interrupt would close that, and what arrived could no longer be noted. */
    private final RandomAccessFile file;

    private long end;

    /** Takes a record that was read back. */
    interface Reader {
        /** Returns false where the content cannot be what was once appended: it and all behind it are cut off. */
        boolean accept(ByteBuffer content);
    }

    private RecordLog(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens or creates the file, gives {@code reader} every record in order, and cuts off what follows the last good one.
     *
     * @throws UploadRunningException where another process, or this one, has it open
     */
    static RecordLog open(Path path, Reader reader) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            lock(file, path);
            RecordLog log = new RecordLog(file);
            log.read(reader);
            if (file.length() > log.end) {
                file.setLength(log.end);
            }
            return log;
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static void lock(RandomAccessFile file, Path path) throws IOException {
        FileLock lock;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new UploadRunningException(path);
        }
    }

    private void read(Reader reader) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER).limit(0);
        while (fill(buffer, FRAME)) {
            int length = buffer.getInt(buffer.position());
            int checksum = buffer.getInt(buffer.position() + 4);
            if (length <= 0 || length > MAX_RECORD || !fill(buffer, FRAME + length)) {
                return;
            }
            ByteBuffer content = buffer.slice(buffer.position() + FRAME, length);
            if (checksum(content) != checksum || !reader.accept(content.asReadOnlyBuffer())) {
                return;
            }
            buffer.position(buffer.position() + FRAME + length);
            end += FRAME + length;
        }
    }

    /** Has at least so many bytes in the buffer, or returns false where the file ends before. */
    private boolean fill(ByteBuffer buffer, int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            buffer.compact();
            int read = file.read(buffer.array(), buffer.position(), buffer.remaining());
            buffer.position(buffer.position() + Math.max(0, read)).flip();
            if (read < 0) {
                return false;
            }
        }
        return true;
    }

    /** Appends a record; it survives the end of this process, and after {@link #force} that of the machine. */
    void append(ByteBuffer content) throws IOException {
        int length = content.remaining();
        if (length == 0 || length > MAX_RECORD) {
            throw new IllegalArgumentException("not a record: " + length + " bytes");
        }
        ByteBuffer frame = ByteBuffer.allocate(FRAME + length)
                .putInt(length)
                .putInt(checksum(content))
                .put(content.duplicate())
                .flip();
        file.seek(end);
        file.write(frame.array());
        end += FRAME + length;
    }

    void force() throws IOException {
        file.getFD().sync();
    }

    /** Forgets every record. */
    void clear() throws IOException {
        file.setLength(0);
        end = 0;
    }

    private static int checksum(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content.duplicate());
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
