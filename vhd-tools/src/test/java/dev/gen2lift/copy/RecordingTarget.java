package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A target in memory that checks each write against its shape and refuses bytes that were written before. */
class RecordingTarget implements DiskTarget {

    private final WriteShape shape;
    private final byte[] content;
    private final boolean[] written;
    private long bytesWritten;
    private boolean complete;

    RecordingTarget(WriteShape shape, int capacity) {
        this.shape = shape;
        this.content = new byte[capacity];
        this.written = new boolean[capacity];
    }

    @Override
    public WriteShape shape() {
        return shape;
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        record(offset, data);
    }

    private synchronized void record(long offset, ByteBuffer data) {
        int length = data.remaining();
        assertThat(complete).isFalse();
        assertThat(length).isBetween(1, shape.maxLength());
        assertThat(offset % shape.alignment()).isZero();
        assertThat(length % shape.alignment() == 0 || offset + length == content.length)
                .isTrue();
        for (int i = 0; i < length; i++) {
            assertThat(written[(int) offset + i]).as("written twice").isFalse();
            written[(int) offset + i] = true;
        }
        data.get(content, (int) offset, length);
        bytesWritten += length;
    }

    synchronized void put(long offset, byte[] from, int length) {
        System.arraycopy(from, (int) offset, content, (int) offset, length);
    }

    @Override
    public synchronized void complete() {
        complete = true;
    }

    @Override
    public void close() {}

    synchronized byte[] content() {
        return content.clone();
    }

    synchronized long bytesWritten() {
        return bytesWritten;
    }

    synchronized boolean isComplete() {
        return complete;
    }
}
