package dev.gen2lift.transfer;

import com.azure.storage.blob.models.PageRange;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A page blob that holds an earlier state of the disk: what is written replaces it, and what was read and is zero is
 * cleared. The footer, which was taken away before the first page, is written last.
 */
final class UpdateTarget implements DiskTarget {

    private final TargetBlob blob;
    private final PageBlobTarget pages;
    private final ChangedDisk source;
    private final UploadJournal journal;
    private final ThreadLocal<List<ChangedDisk.Piece>> written = ThreadLocal.withInitial(ArrayList::new);

    /** @param pages of the same blob, which stays open */
    UpdateTarget(TargetBlob blob, PageBlobTarget pages, ChangedDisk source, UploadJournal journal) {
        this.blob = blob;
        this.pages = pages;
        this.source = source;
        this.journal = journal;
    }

    @Override
    public WriteShape shape() {
        return pages.shape();
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        written.get().add(new ChangedDisk.Piece(offset, offset + data.remaining()));
        pages.write(offset, data);
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
            PageRange range = new PageRange().setStart(from).setEnd(to - 1);
            BlobCalls.run(blob.address(), () -> blob.client().clearPages(range).block());
        }
    }

    @Override
    public void complete() throws IOException {
        pages.complete();
    }

    @Override
    public void close() {}
}
