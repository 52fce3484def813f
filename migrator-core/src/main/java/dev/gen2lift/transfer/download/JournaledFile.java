package dev.gen2lift.transfer.download;

import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file whose journal hears of what is durably in it: what was written since the last time is made durable first, about
 * every second, and then noted. What a power cut takes with it is fetched again.
 */
final class JournaledFile implements DiskTarget {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final DiskTarget file;
    private final UploadJournal journal;
    private List<Stretch> waiting = new ArrayList<>();
    private long noted = System.nanoTime();

    private record Stretch(long from, long to, long written) {}

    JournaledFile(DiskTarget file, UploadJournal journal) {
        this.file = file;
        this.journal = journal;
    }

    @Override
    public WriteShape shape() {
        return file.shape();
    }

    @Override
    public Optional<Path> file() {
        return file.file();
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        file.write(offset, data);
    }

    @Override
    public void covered(long from, long to, long written) throws IOException {
        List<Stretch> due;
        synchronized (this) {
            waiting.add(new Stretch(from, to, written));
            if (System.nanoTime() - noted < INTERVAL_NANOS) {
                return;
            }
            due = take();
        }
        note(due);
    }

    /** Makes everything that was written durable, and notes it. */
    void note() throws IOException {
        List<Stretch> due;
        synchronized (this) {
            due = take();
        }
        note(due);
    }

    private void note(List<Stretch> due) throws IOException {
        file.force();
        due.forEach(stretch -> journal.covered(stretch.from(), stretch.to(), stretch.written()));
    }

    private List<Stretch> take() {
        List<Stretch> due = waiting;
        waiting = new ArrayList<>();
        noted = System.nanoTime();
        return due;
    }

    @Override
    public void complete() throws IOException {
        file.complete();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
