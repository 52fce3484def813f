package dev.gen2lift.transfer;

import dev.gen2lift.transfer.wire.PageAnswer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Runs SDK calls about one blob and puts their failures into the project's words. */
final class BlobCalls {

    private static final int FORBIDDEN = 403;
    private static final String NOT_PERMITTED = "AuthorizationPermissionMismatch";

    private BlobCalls() {}

    /** An SDK call. */
    @FunctionalInterface
    interface Call {
        void run() throws IOException;
    }

    static void run(PageBlobAddress address, Call call) throws IOException {
        try {
            call.run();
        } catch (RuntimeException | IOException e) {
            throw explain(AzureFailures.translate(e, address.redacted()), address);
        }
    }

    /**
     * Runs a call that only reads.
     *
     * @return false where the SAS allows to write but not to read
     */
    static boolean readable(PageBlobAddress address, Call call) throws IOException {
        try {
            run(address, call);
            return true;
        } catch (AzureRequestException e) {
            if (e.status() == FORBIDDEN && e.code().equals(NOT_PERMITTED) && address.hasSas()) {
                return false;
            }
            throw e;
        }
    }

    /** A request that went past the SDK and got no answer. */
    static IOException failed(IOException failure, PageBlobAddress address) {
        return AzureFailures.translate(failure, address.redacted());
    }

    /** A request that went past the SDK and was refused. */
    static IOException refused(PageAnswer answer, PageBlobAddress address) {
        return explain(AzureFailures.refused(answer, address.redacted()), address);
    }

    /** A refused SAS says of itself what is wrong with it. */
    private static IOException explain(IOException failure, PageBlobAddress address) {
        if (!(failure instanceof AzureRequestException refused) || refused.status() != FORBIDDEN || !address.hasSas()) {
            return failure;
        }
        Instant now = Instant.now();
        if (address.expiry().filter(now::isAfter).isPresent()) {
            return refused.withHint("the SAS expired at "
                    + address.expiry().orElse(now).truncatedTo(ChronoUnit.SECONDS) + "; make a new one");
        }
        if (address.permissions().filter(p -> !p.contains("w")).isPresent()) {
            return refused.withHint(
                    "the SAS does not allow to write; make one with the permissions read, create, write");
        }
        return failure;
    }
}
