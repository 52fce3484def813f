package dev.gen2lift.cli.console;

import java.io.Closeable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Shows how far several disks are that are under way at once. Closing it twice is harmless. */
public interface ProgressBoard extends Closeable {

    /**
     * One more disk, which may have to wait for its turn.
     *
     * @param bytes of its content
     * @return hears how far it is; closed where nothing is left to do for this disk
     */
    ProgressDisplay disk(String name, long bytes);

    @Override
    void close();

    /** All disks in one display, which adds them up. */
    static ProgressBoard together(ProgressDisplay all) {
        return new ProgressBoard() {
            @Override
            public ProgressDisplay disk(String name, long bytes) {
                return all;
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }

    /** A stream of documents each, for programs. */
    static ProgressBoard json(PrintStream err) {
        return new ProgressBoard() {
            private final List<ProgressDisplay> disks = new ArrayList<>();

            @Override
            public synchronized ProgressDisplay disk(String name, long bytes) {
                ProgressDisplay own = new ProgressJson(name, err);
                disks.add(own);
                return own;
            }

            @Override
            public synchronized void close() {
                disks.forEach(ProgressDisplay::close);
                disks.clear();
            }
        };
    }
}
