package dev.gen2lift.transfer;

import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A target whose journal hears of everything that has arrived. */
final class JournaledTarget implements DiskTarget {

    private final DiskTarget target;
    private final UploadJournal journal;

    JournaledTarget(DiskTarget target, UploadJournal journal) {
        this.target = target;
        this.journal = journal;
    }

    @Override
    public WriteShape shape() {
        return target.shape();
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        target.write(offset, data);
    }

    @Override
    public void covered(long from, long to, long written) {
        journal.covered(from, to, written);
    }

    @Override
    public void complete() throws IOException {
        target.complete();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
