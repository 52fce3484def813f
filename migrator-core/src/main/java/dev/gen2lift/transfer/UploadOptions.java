package dev.gen2lift.transfer;

import dev.gen2lift.transfer.rate.Throttle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a disk is uploaded.
 *
 * @param requests in flight at once at most, 1 to {@value #MAX_REQUESTS}; memory is this many times 4 MiB. A page blob
 *     takes about 60 MiB/s, so more than a few help only on lines with a long delay
 * @param overwrite whether a blob of that name is replaced
 * @param journals folder of the journals that let an upload go on where it broke off; none without
 * @param throttle the line that all uploads with these options share
 */
public record UploadOptions(int requests, boolean overwrite, Optional<Path> journals, Throttle throttle) {

    public static final int MAX_REQUESTS = 64;

    private static final int USUAL_REQUESTS = 8;
    private static final int MEMORY_SHARE = 4;

    public UploadOptions {
        if (requests < 1 || requests > MAX_REQUESTS) {
            throw new IllegalArgumentException("requests in flight must be 1 to " + MAX_REQUESTS + ": " + requests);
        }
    }

    /** 8 requests in flight, nothing replaced, no journal. */
    public static UploadOptions usual() {
        return new UploadOptions(USUAL_REQUESTS, false, Optional.empty(), Throttle.none());
    }

    public UploadOptions withRequests(int count) {
        return new UploadOptions(count, overwrite, journals, throttle);
    }

    public UploadOptions withOverwrite(boolean wanted) {
        return new UploadOptions(requests, wanted, journals, throttle);
    }

    public UploadOptions withJournals(Path folder) {
        return new UploadOptions(requests, overwrite, Optional.of(folder), throttle);
    }

    public UploadOptions withThrottle(Throttle line) {
        return new UploadOptions(requests, overwrite, journals, line);
    }

    /** How the pages of one disk go. */
    public Sending sending(TransferProgress progress) {
        return new Sending(inMemory(), throttle, progress);
    }

    /** Requests whose pages fit into a quarter of the heap: two disks at once, and as much again for what is digested. */
    int inMemory() {
        long most = Runtime.getRuntime().maxMemory() / MEMORY_SHARE / PageBlobTarget.MAX_PUT_PAGE;
        return (int) Math.max(1, Math.min(requests, most));
    }
}
