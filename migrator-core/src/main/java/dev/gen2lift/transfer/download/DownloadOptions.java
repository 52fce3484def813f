package dev.gen2lift.transfer.download;

import dev.gen2lift.copy.ExistingFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a disk is downloaded.
 *
 * @param form of the file
 * @param requests in flight at once, 1 to {@value #MAX_REQUESTS}; each holds 2 MiB
 * @param existing what becomes of a file that has the target's name
 * @param journals folder of the journals that let a download go on where it broke off; none without
 */
public record DownloadOptions(Form form, int requests, ExistingFile existing, Optional<Path> journals) {

    public static final int MAX_REQUESTS = 64;

    private static final int USUAL_REQUESTS = 8;

    /** What a disk is downloaded as. */
    public enum Form {
        /** Dynamic: takes the space that the disk's content needs. */
        VHDX,
        /** Fixed, sparse where the file system can. */
        VHD,
        /** The disk's bytes and nothing else. */
        RAW
    }

    public DownloadOptions {
        if (requests < 1 || requests > MAX_REQUESTS) {
            throw new IllegalArgumentException("requests in flight must be 1 to " + MAX_REQUESTS + ": " + requests);
        }
    }

    /** 8 requests in flight, nothing replaced, no journal. */
    public static DownloadOptions to(Form form) {
        return new DownloadOptions(form, USUAL_REQUESTS, ExistingFile.REFUSE, Optional.empty());
    }

    public DownloadOptions withRequests(int count) {
        return new DownloadOptions(form, count, existing, journals);
    }

    public DownloadOptions withExisting(ExistingFile what) {
        return new DownloadOptions(form, requests, what, journals);
    }

    public DownloadOptions withJournals(Path folder) {
        return new DownloadOptions(form, requests, existing, Optional.of(folder));
    }
}
