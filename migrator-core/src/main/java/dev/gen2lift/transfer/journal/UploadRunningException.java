package dev.gen2lift.transfer.journal;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Another process, or this one, is sending to the same target. */
public final class UploadRunningException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    UploadRunningException(Path journal) {
        super(journal.toString(), null, "the same upload is running already");
    }
}
