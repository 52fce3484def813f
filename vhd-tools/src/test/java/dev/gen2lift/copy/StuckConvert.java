package dev.gen2lift.copy;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A process that converts half of a disk, says so, and waits to be killed. */
final class StuckConvert {

    static final String HALFWAY = "halfway";

    private StuckConvert() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (VirtualDisk disk = DiskImages.open(Path.of(arguments[0]));
                DiskTarget target = new StuckTarget(
                        FixedVhdTarget.create(Path.of(arguments[1]), disk.size(), ExistingFile.REPLACE))) {
            CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE);
        }
    }

    /** Takes a few writes, then no more. */
    private record StuckTarget(DiskTarget real) implements DiskTarget {

        private static final long ENOUGH = 100L << 20;

        @Override
        public WriteShape shape() {
            return real.shape();
        }

        @Override
        public void write(long offset, ByteBuffer data) throws IOException {
            real.write(offset, data);
            if (offset > ENOUGH) {
                synchronized (System.out) {
                    System.out.println(HALFWAY);
                    System.out.flush();
                }
                sleep();
            }
        }

        private static void sleep() throws IOException {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void complete() throws IOException {
            real.complete();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
