package dev.gen2lift.copy;

import java.time.Duration;
import java.util.Optional;

/**
 * What a copy did. Cloned, copied and zero bytes add up to the capacity.
 *
 * @param capacity bytes of the source's virtual disk
 * @param bytesCloned shared with the source's file instead of copied
 * @param bytesCopied written to the target
 * @param bytesZero left out because they are zero
 * @param duration from the first extent until the target was complete
 * @param sha256 digest of the source's whole content in lower-case hexadecimal, where it was wanted
 */
public record CopyResult(
        long capacity, long bytesCloned, long bytesCopied, long bytesZero, Duration duration, Optional<String> sha256) {

    /** How most of the stored bytes came to the target. */
    public enum Method {
        CLONE,
        COPY
    }

    /** CLONE where more bytes were shared than written, otherwise COPY. */
    public Method method() {
        return bytesCloned > bytesCopied ? Method.CLONE : Method.COPY;
    }
}
