package dev.gen2lift.cli.console;

import dev.gen2lift.transfer.TransferProgress;
import java.io.Closeable;

/** Shows how far a copy has come, or several at once, whose sizes then add up. Closing it twice is harmless. */
public interface ProgressDisplay extends TransferProgress, Closeable {

    @Override
    void close();

    static ProgressDisplay silent() {
        return new ProgressDisplay() {
            @Override
            public void started(long virtualBytes) {}

            @Override
            public void advanced(long virtualBytes, long writtenBytes) {}

            @Override
            public void close() {}
        };
    }
}
