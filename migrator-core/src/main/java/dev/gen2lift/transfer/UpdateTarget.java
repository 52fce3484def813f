package dev.gen2lift.transfer;

import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * A page blob that holds an earlier state of the disk: what is written replaces it, and what was read and is zero is
 * cleared. The footer, which was taken away before the first page, is written last.
 */
final class UpdateTarget implements DiskTarget {

    private static final int PAGE = 512;

    /** As for a new blob: shorter runs of zeros are sent along. */
    private static final WriteShape SHAPE = new WriteShape(PAGE, PageBlobTarget.MAX_PUT_PAGE, 128 << 10);

    private final PageBlobAsyncClient client;
    private final PageBlobAddress address;
    private final PageSender sender;
    private final ChangedDisk source;
    private final UploadJournal journal;
    private final LongAdder bytesCleared = new LongAdder();
    private final ThreadLocal<List<ChangedDisk.Piece>> written = ThreadLocal.withInitial(ArrayList::new);

    UpdateTarget(
            PageBlobAsyncClient client,
            PageBlobAddress address,
            PageSender sender,
            ChangedDisk source,
            UploadJournal journal) {
        this.client = client;
        this.address = address;
        this.sender = sender;
        this.source = source;
        this.journal = journal;
    }

    @Override
    public WriteShape shape() {
        return SHAPE;
    }

    /** Bytes that are zero now and were cleared. */
    long bytesCleared() {
        return bytesCleared.sum();
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        written.get().add(new ChangedDisk.Piece(offset, offset + data.remaining()));
        sender.send(offset, data.slice());
    }

    @Override
    public void covered(long from, long to, long length) throws IOException {
        ChangedDisk.Piece piece = source.last();
        if (piece == null || piece.to() != to) {
            throw new IllegalStateException("not what this thread read: " + from + " to " + to);
        }
        long at = piece.from();
        for (ChangedDisk.Piece run : written.get()) {
            clear(at, run.from());
            at = run.to();
        }
        clear(at, to);
        written.get().clear();
        journal.covered(from, to, length);
    }

    private void clear(long from, long to) throws IOException {
        if (from < to) {
            BlobCalls.run(
                    address,
                    () -> client.clearPages(new PageRange().setStart(from).setEnd(to - 1))
                            .block());
            bytesCleared.add(to - from);
        }
    }

    @Override
    public void complete() throws IOException {
        long capacity = source.size();
        sender.send(
                capacity,
                VhdFooter.fixed(capacity, UUID.randomUUID(), Instant.now()).toBytes());
    }

    @Override
    public void close() {}
}
