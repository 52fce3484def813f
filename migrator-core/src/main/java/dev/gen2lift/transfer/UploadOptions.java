package dev.gen2lift.transfer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a disk is uploaded.
 *
 * @param requests in flight at once at most, 1 to {@value #MAX_REQUESTS}; memory is this many times 4 MiB. A page blob
 *     takes about 60 MiB/s, so more than a few help only on lines with a long delay
 * @param overwrite whether a blob of that name is replaced
 * @param journals folder of the journals that let an upload go on where it broke off; none without
 */
public record UploadOptions(int requests, boolean overwrite, Optional<Path> journals) {

    public static final int MAX_REQUESTS = 64;

    private static final int USUAL_REQUESTS = 8;

    public UploadOptions {
        if (requests < 1 || requests > MAX_REQUESTS) {
            throw new IllegalArgumentException("requests in flight must be 1 to " + MAX_REQUESTS + ": " + requests);
        }
    }

    /** 8 requests in flight, nothing replaced, no journal. */
    public static UploadOptions usual() {
        return new UploadOptions(USUAL_REQUESTS, false, Optional.empty());
    }

    public UploadOptions withRequests(int count) {
        return new UploadOptions(count, overwrite, journals);
    }

    public UploadOptions withOverwrite(boolean wanted) {
        return new UploadOptions(requests, wanted, journals);
    }

    public UploadOptions withJournals(Path folder) {
        return new UploadOptions(requests, overwrite, Optional.of(folder));
    }
}
