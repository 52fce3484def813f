package dev.gen2lift.migration;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.migration.MigrationPlan.PlannedDisk;
import dev.gen2lift.transfer.UploadSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All images of a plan, open and in the form that is sent. */
final class OpenDisks implements Closeable {

    /**
     * One of them.
     *
     * @param image as it was opened, not grown
     */
    record OpenDisk(PlannedDisk planned, VirtualDisk image, UploadSource source) {}

    private final OpenOptions options;
    private final long smallest;
    private final List<OpenDisk> disks = new ArrayList<>();

    private OpenDisks(OpenOptions options, long smallest) {
        this.options = options;
        this.smallest = smallest;
    }

    /** For managed disks that are uploaded. */
    static OpenDisks of(MigrationPlan plan) throws IOException {
        return of(plan, UploadSource.SMALLEST_MANAGED_DISK);
    }

    /** @param smallest bytes that each has at least when it is sent */
    static OpenDisks of(MigrationPlan plan, long smallest) throws IOException {
        OpenDisks open = new OpenDisks(plan.open(), smallest);
        try {
            for (PlannedDisk planned : plan.disks()) {
                open.add(planned);
            }
            return open;
        } catch (IOException | RuntimeException | Error e) {
            try {
                open.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void add(PlannedDisk planned) throws IOException {
        VirtualDisk disk = DiskImages.open(planned.image(), options);
        try {
            disks.add(new OpenDisk(planned, disk, UploadSource.of(disk, smallest)));
        } catch (IOException | RuntimeException | Error e) {
            disk.close();
            throw e;
        }
    }

    OpenDisk os() {
        return disks.get(0);
    }

    /** OS disk first. */
    List<OpenDisk> all() {
        return List.copyOf(disks);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (OpenDisk disk : disks) {
            try {
                disk.source().disk().close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
