package dev.gen2lift.guest.initramfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import java.io.EOFException;
import java.io.IOException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;

/** What a decoder's exception says. */
final class DecoderFailure {

    private DecoderFailure() {}

    /** The system's own failure, or that the file is bad. */
    static IOException translate(Exception thrown, ImageInput in, String structure, long start) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof ImageInput.StorageFailure storage) {
                return storage.failure();
            }
            if (at instanceof BadImageException bad) {
                return bad;
            }
        }
        String said = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        BadImageException bad = in.bad(kind(thrown), structure, start, "cannot be unpacked: " + said);
        bad.initCause(thrown);
        return bad;
    }

    private static Kind kind(Exception thrown) {
        if (thrown instanceof EOFException) {
            return Kind.TRUNCATED;
        }
        if (thrown instanceof UnpackedInput.Exceeded || thrown instanceof MemoryLimitException) {
            return Kind.LIMIT;
        }
        return thrown instanceof UnsupportedOptionsException ? Kind.UNSUPPORTED : Kind.CORRUPT;
    }
}
