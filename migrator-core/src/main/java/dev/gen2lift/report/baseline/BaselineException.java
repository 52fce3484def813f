package dev.gen2lift.report.baseline;

import java.io.IOException;

/** That a file is no report of an assessment. */
public final class BaselineException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause without a full stop */
    BaselineException(String reason) {
        super(reason);
    }
}
