package dev.gen2lift.transfer;

import dev.gen2lift.transfer.wire.PageAnswer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Runs SDK calls about one blob and puts their failures into the project's words. */
final class BlobCalls {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String WRITABLE = "make one with the permissions read, create, write";
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
            throw explain(AzureFailures.translate(e, address.redacted()), address, 'w', WRITABLE);
        }
    }

    /** Runs a call for somebody who reads a disk and writes nothing. */
    static void read(PageBlobAddress address, Call call) throws IOException {
        try {
            call.run();
        } catch (RuntimeException | IOException e) {
            IOException failure = AzureFailures.translate(e, address.redacted());
            if (failure instanceof AzureRequestException refused && refused.status() == NOT_FOUND) {
                throw refused.withHint("check the URL; if the blob was there before, somebody deleted it");
            }
            throw explain(failure, address, 'r', "make one with the permission read");
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
        return explain(AzureFailures.refused(answer, address.redacted()), address, 'w', WRITABLE);
    }

    /**
     * A refused SAS says of itself what is wrong with it.
     *
     * @param needed permission that the caller cannot do without
     * @param remedy where it is missing
     */
    private static IOException explain(IOException failure, PageBlobAddress address, char needed, String remedy) {
        if (!(failure instanceof AzureRequestException refused) || refused.status() != FORBIDDEN || !address.hasSas()) {
            return failure;
        }
        Instant now = Instant.now();
        if (address.expiry().filter(now::isAfter).isPresent()) {
            return refused.withHint("the SAS expired at "
                    + address.expiry().orElse(now).truncatedTo(ChronoUnit.SECONDS) + "; make a new one");
        }
        if (address.permissions().filter(p -> p.indexOf(needed) < 0).isPresent()) {
            return refused.withHint("the SAS does not allow to " + (needed == 'r' ? "read" : "write") + "; " + remedy);
        }
        return failure;
    }
}
