package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Reads ranges of one version of a blob. What arrives is compared with the MD5 that the service gives for the range; a
 * range that arrives damaged, or not whole, is asked for again. Safe for several threads.
 */
final class RangeReader {

    /** The longest range that the service gives an MD5 for. */
    private static final int LONGEST = 4 << 20;

    private static final int TRIES = 4;

    /** A body that breaks off is gone on with so many times within one try. */
    private static final int CONTINUATIONS = 5;

    private static final int PRECONDITION_FAILED = 412;

    private final PageBlobAsyncClient client;
    private final PageBlobAddress address;
    private final String tag;

    RangeReader(PageBlobAsyncClient client, PageBlobAddress address, String tag) {
        this.client = client;
        this.address = address;
        this.tag = tag;
    }

    /** Fills {@code into}; the range lies within the blob. */
    void read(long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        int end = into.limit();
        long base = offset - start;
        for (int at = start; at < end; ) {
            // Cut at multiples of the longest range, so that neighbours ask for neighbouring ranges.
            long next = ((base + at) / LONGEST + 1) * LONGEST;
            int to = (int) Math.min(end, next - base);
            readRange(base + at, into.slice(at, to - at));
            at = to;
        }
        into.position(end);
    }

    private void readRange(long offset, ByteBuffer into) throws IOException {
        for (int tries = 1; ; tries++) {
            into.clear();
            byte[] md5 = request(offset, into);
            if (!into.hasRemaining() && (md5 == null || Arrays.equals(md5, md5(into.flip())))) {
                return;
            }
            if (tries == TRIES) {
                throw new AzureRequestException(
                        0,
                        "Md5Mismatch",
                        "what arrives of " + into.capacity() + " bytes at " + offset
                                + " is damaged, or less, each time it is asked for",
                        address.redacted(),
                        "run the same command again; look at what is between here and the service");
            }
        }
    }

    /** Returns the MD5 that the service states, or null where it states none. */
    private byte @Nullable [] request(long offset, ByteBuffer into) throws IOException {
        byte[][] md5 = new byte[1][];
        try {
            BlobCalls.read(address, () -> {
                BlobDownloadAsyncResponse response = Objects.requireNonNull(client.downloadStreamWithResponse(
                                new BlobRange(offset, (long) into.remaining()),
                                new DownloadRetryOptions().setMaxRetryRequests(CONTINUATIONS),
                                new BlobRequestConditions().setIfMatch(tag),
                                true)
                        .block());
                md5[0] = response.getDeserializedHeaders().getContentMd5();
                fill(into, response.getValue());
            });
        } catch (AzureRequestException e) {
            throw e.status() == PRECONDITION_FAILED ? changed() : e;
        }
        return md5[0];
    }

    private static void fill(ByteBuffer into, Flux<ByteBuffer> body) {
        body.doOnNext(part -> {
                    // More than was asked for is as wrong as less; the length then tells.
                    int take = Math.min(part.remaining(), into.remaining());
                    into.put(part.slice(part.position(), take));
                })
                .blockLast();
    }

    private AzureRequestException changed() {
        return new AzureRequestException(
                PRECONDITION_FAILED,
                "ConditionNotMet",
                "the blob was written to, or deleted, while it was read",
                address.redacted(),
                "run the same command again once nobody writes to it");
    }

    private static byte[] md5(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
