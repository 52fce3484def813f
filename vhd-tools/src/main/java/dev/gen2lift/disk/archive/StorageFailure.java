package dev.gen2lift.disk.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * The system could not read the archive. Marks such failures on their way through a decoder, which throws the same type
 * for damaged content.
 */
final class StorageFailure extends IOException {

    private static final long serialVersionUID = 1L;

    static final String DECRYPT = "unpack it first, with its password";

    private final IOException failure;

    private StorageFailure(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    /** Reads for a decoder. */
    static void read(ByteSource source, long offset, ByteBuffer into) throws IOException {
        try {
            source.read(offset, into);
        } catch (IOException e) {
            throw new StorageFailure(e);
        }
    }

    /** What a decoder's exception says: the system's own failure, or that the archive {@code name} is bad. */
    static IOException translate(Exception thrown, String name, String structure, long offset) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof StorageFailure storage) {
                return storage.failure;
            }
            if (at instanceof BadImageException bad) {
                return bad;
            }
        }
        String said = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        BadImageException.Kind kind = kind(thrown);
        BadImageException bad =
                new BadImageException(kind, name, structure, offset, reason(thrown, said), hint(thrown, kind));
        bad.initCause(thrown);
        return bad;
    }

    private static String reason(Exception thrown, String said) {
        return thrown instanceof PasswordRequiredException ? "it is encrypted" : "cannot be unpacked: " + said;
    }

    private static String hint(Exception thrown, BadImageException.Kind kind) {
        if (thrown instanceof PasswordRequiredException) {
            return DECRYPT;
        }
        return kind == BadImageException.Kind.LIMIT ? "unpack it first" : "";
    }

    private static BadImageException.Kind kind(Exception thrown) {
        if (thrown instanceof EOFException) {
            return BadImageException.Kind.TRUNCATED;
        }
        if (thrown instanceof MemoryLimitException || thrown instanceof org.tukaani.xz.MemoryLimitException) {
            return BadImageException.Kind.LIMIT;
        }
        if (thrown instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return BadImageException.Kind.LIMIT;
        }
        if (thrown instanceof PasswordRequiredException
                || thrown instanceof UnsupportedZipFeatureException
                || thrown instanceof UnsupportedOptionsException) {
            return BadImageException.Kind.UNSUPPORTED;
        }
        return BadImageException.Kind.CORRUPT;
    }
}
