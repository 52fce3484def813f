package dev.gen2lift.rehearsal.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The history of a page blob's {@link PageMap} as a file of 16-byte records, so that a cloud that was killed knows its
 * pages again. A record is a range's start and its end, the end complemented where the range was cleared.
 */
final class PageLog implements AutoCloseable {

    private static final int RECORD = 16;

    private final FileChannel channel;
    private long records;

    private PageLog(FileChannel channel, long records) {
        this.channel = channel;
        this.records = records;
    }

    /** Opens or creates the log and replays it into {@code pages}; a torn last record is dropped. */
    static PageLog open(Path file, PageMap pages) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long records = channel.size() / RECORD;
        channel.truncate(records * RECORD);
        ByteBuffer buffer = ByteBuffer.allocate(RECORD * 4096);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.remaining() >= RECORD) {
                long start = buffer.getLong();
                long end = buffer.getLong();
                if (end >= 0) {
                    pages.add(start, end);
                } else {
                    pages.remove(start, ~end);
                }
            }
            buffer.compact();
        }
        return new PageLog(channel, records);
    }

    void written(long start, long end) throws IOException {
        append(start, end);
    }

    void cleared(long start, long end) throws IOException {
        append(start, ~end);
    }

    /** How many changes the log holds; never shrinks, so that it can tell versions of a blob apart. */
    long records() {
        return records;
    }

    private void append(long start, long end) throws IOException {
        ByteBuffer record =
                ByteBuffer.allocate(RECORD).putLong(start).putLong(end).flip();
        long position = records * RECORD;
        while (record.hasRemaining()) {
            position += channel.write(record, position);
        }
        records++;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
