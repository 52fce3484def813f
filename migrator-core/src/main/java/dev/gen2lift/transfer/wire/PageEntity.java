package dev.gen2lift.transfer.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** A request's pages on their way into the socket, a piece at a time, each when the pace allows it. */
final class PageEntity extends AbstractHttpEntity {

    private final ByteBuffer data;
    private final byte[] piece;
    private final Pace pace;
    private final Progress progress;

    /** Hears that bytes move. */
    interface Progress {
        void waiting();

        void moved();
    }

    /** @param piece scratch memory, as long as what is written at once */
    PageEntity(ByteBuffer data, byte[] piece, Pace pace, Progress progress) {
        super((String) null, null);
        this.data = data.duplicate();
        this.piece = piece;
        this.pace = pace;
        this.progress = progress;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        ByteBuffer rest = data.duplicate();
        while (rest.hasRemaining()) {
            int length = Math.min(piece.length, rest.remaining());
            await(length);
            rest.get(piece, 0, length);
            out.write(piece, 0, length);
            progress.moved();
        }
    }

    private void await(int length) throws IOException {
        progress.waiting();
        try {
            pace.take(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it waited for its share of the line");
        } finally {
            progress.moved();
        }
    }

    @Override
    public long getContentLength() {
        return data.remaining();
    }

    @Override
    public @Nullable InputStream getContent() {
        throw new UnsupportedOperationException("is only written");
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {}
}
