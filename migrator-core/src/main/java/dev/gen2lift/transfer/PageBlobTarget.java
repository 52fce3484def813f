package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.PageRangeItem;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.transfer.journal.Coverage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page blob, or a managed disk that is ready for upload, as the target of a copy. Becomes a fixed VHD: the disk's
 * bytes, then the footer. The footer is written last and only after what is stored was compared with what was sent, so
 * that a copy that broke off never looks like a disk.
 *
 * <p>Each write is a Put Page, several on a slow line, with a checksum of its bytes for the service to compare. Requests in
 * flight are threads that call {@link #write}; each holds its caller's buffer of at most 4 MiB and no further copy, so
 * memory is threads times 4 MiB. Closing without {@link #complete()} leaves the blob without a footer.
 */
public final class PageBlobTarget implements DiskTarget {

    /** Bytes behind the disk's last one that the footer takes. */
    public static final int FOOTER_LENGTH = VhdFooter.LENGTH;

    private static final Logger LOG = LoggerFactory.getLogger(PageBlobTarget.class);

    /** Put Page: "up to 4 MiB", in pages of 512 bytes. */
    static final int MAX_PUT_PAGE = PageBlobAsyncClient.MAX_PUT_PAGES_BYTES;

    private static final int PAGE = PageBlobAsyncClient.PAGE_BYTES;

    /** Below this a further request costs more than the zeros that it would save. */
    private static final int ZERO_GAP = 128 << 10;

    private static final WriteShape SHAPE = new WriteShape(PAGE, MAX_PUT_PAGE, ZERO_GAP);

    /** Size of the slices that sent and stored pages are compared in; a bit each, 1 MiB for 32 TiB. */
    private static final long SLICE = Coverage.SLICE;

    /** Page ranges are asked for in stretches: of a whole fragmented blob the answer may take too long. */
    private static final long ASKED_AT_ONCE = 128L << 30;

    private final PageBlobConnection connection;
    private final PageBlobAccess access;
    private final PageSender sender;
    private final long capacity;
    private final boolean readable;
    private final Optional<String> upload;
    private final boolean overEarlier;
    private final BitSet sent = new BitSet();
    private final LongAdder bytesSent = new LongAdder();

    private PageBlobTarget(
            PageBlobConnection connection,
            PageBlobAccess access,
            long capacity,
            boolean readable,
            Optional<String> upload,
            boolean overEarlier,
            Sending sending) {
        this.connection = connection;
        this.access = access;
        this.sender = new PageSender(connection, access, sending);
        this.capacity = capacity;
        this.readable = readable;
        this.upload = upload;
        this.overEarlier = overEarlier;
    }

    /**
     * Opens a blob that exists, is empty but for what an earlier copy of the same disk wrote, and has room for disk and
     * footer.
     *
     * @param capacity bytes of the virtual disk; a multiple of 512
     * @throws AzureRequestException where the blob is missing, of another type or length, or the service refuses
     */
    public static PageBlobTarget open(PageBlobConnection connection, PageBlobAddress address, long capacity)
            throws IOException {
        return open(connection, PageBlobAccess.of(address), capacity, Optional.empty(), Sending.plain());
    }

    /** The same with a right that may be renewed. */
    public static PageBlobTarget open(
            PageBlobConnection connection, PageBlobAccess access, long capacity, Sending sending) throws IOException {
        return open(connection, access, capacity, Optional.empty(), sending);
    }

    /** @param upload what the blob's {@link UploadMarks#UPLOAD} says, now and until it is complete */
    static PageBlobTarget open(
            PageBlobConnection connection,
            PageBlobAccess access,
            long capacity,
            Optional<String> upload,
            Sending sending)
            throws IOException {
        return open(connection, access, capacity, upload, false, sending);
    }

    /**
     * Opens a blob that holds an earlier state of the disk, without its footer: pages that this copy does not send may
     * be there.
     *
     * @param upload as for {@link #open}
     */
    static PageBlobTarget openEarlier(
            PageBlobConnection connection, PageBlobAccess access, long capacity, String upload, Sending sending)
            throws IOException {
        return open(connection, access, capacity, Optional.of(upload), true, sending);
    }

    private static PageBlobTarget open(
            PageBlobConnection connection,
            PageBlobAccess access,
            long capacity,
            Optional<String> upload,
            boolean overEarlier,
            Sending sending)
            throws IOException {
        if (capacity <= 0 || capacity % PAGE != 0) {
            throw new IllegalArgumentException("not a disk in sectors of " + PAGE + " bytes: " + capacity);
        }
        PageBlobAddress address = access.address();
        PageBlobAsyncClient client = connection.client(address);
        boolean readable = BlobCalls.readable(
                address,
                () -> checkShape(client.getProperties().blockOptional().orElseThrow(), address, capacity, upload));
        return new PageBlobTarget(connection, access, capacity, readable, upload, overEarlier, sending);
    }

    private static void checkShape(
            BlobProperties properties, PageBlobAddress address, long capacity, Optional<String> upload)
            throws AzureRequestException {
        if (properties.getBlobType() != BlobType.PAGE_BLOB) {
            throw unexpected(address, "is no page blob but a " + properties.getBlobType());
        }
        long expected = Math.addExact(capacity, FOOTER_LENGTH);
        if (properties.getBlobSize() != expected) {
            throw unexpected(address, "has " + properties.getBlobSize() + " bytes, disk and footer need " + expected);
        }
        if (upload.isPresent() && !upload.get().equals(properties.getMetadata().get(UploadMarks.UPLOAD))) {
            throw unexpected(address, "is not the one that this upload created: somebody replaced it meanwhile");
        }
    }

    @Override
    public WriteShape shape() {
        return SHAPE;
    }

    /** Bytes of the disk sent so far, without the footer and without repeated tries. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        ByteBuffer pages = data.slice();
        int length = pages.remaining();
        if (length == 0) {
            return;
        }
        if (offset % PAGE != 0
                || length % PAGE != 0
                || length > MAX_PUT_PAGE
                || offset < 0
                || offset > capacity - length) {
            throw new IllegalArgumentException("not pages of this disk: " + length + " bytes at " + offset);
        }
        sender.send(offset, pages);
        synchronized (sent) {
            sent.set(slice(offset), slice(offset + length - 1) + 1);
        }
        bytesSent.add(length);
    }

    /**
     * Goes on where an earlier run ended, if what it sent is still there.
     *
     * @param done what that run dealt with
     * @return false where pages are missing, or nobody may look; nothing has changed then
     */
    public boolean resume(Coverage done) throws IOException {
        if (!readable) {
            return false;
        }
        BitSet missing = done.slices();
        missing.andNot(storedSlices());
        if (!missing.isEmpty()) {
            return false;
        }
        synchronized (sent) {
            sent.or(done.slices());
        }
        return true;
    }

    @Override
    public void complete() throws IOException {
        if (readable) {
            checkShape();
            comparePages();
        }
        sender.send(
                capacity,
                VhdFooter.fixed(capacity, UUID.randomUUID(), Instant.now()).toBytes());
        if (readable) {
            checkShape();
        }
    }

    private void checkShape() throws IOException {
        PageBlobAddress address = access.address();
        PageBlobAsyncClient client = connection.client(address);
        BlobCalls.run(
                address,
                () -> checkShape(client.getProperties().blockOptional().orElseThrow(), address, capacity, upload));
    }

    /**
     * Every slice that pages were sent for holds some, and no other does, but for a footer of an earlier run and for an
     * earlier state of the disk.
     */
    private void comparePages() throws IOException {
        BitSet stored = storedSlices();
        BitSet difference;
        synchronized (sent) {
            difference = (BitSet) sent.clone();
        }
        if (overEarlier) {
            difference.andNot(stored);
        } else {
            difference.xor(stored);
        }
        if (!difference.isEmpty()) {
            long at = difference.nextSetBit(0) * SLICE;
            throw unexpected(
                    access.address(),
                    stored.get(slice(at))
                            ? "holds pages that this copy did not send, near byte " + at
                            : "lost pages that were sent, near byte " + at);
        }
        LOG.debug("{} slices hold pages, as sent", stored.cardinality());
    }

    private BitSet storedSlices() throws IOException {
        BitSet stored = new BitSet();
        PageBlobAddress address = access.address();
        PageBlobAsyncClient client = connection.client(address);
        for (long from = 0; from < capacity; from += ASKED_AT_ONCE) {
            BlobRange asked = new BlobRange(from, Math.min(ASKED_AT_ONCE, capacity - from));
            BlobCalls.run(address, () -> {
                for (PageRangeItem item : client.listPageRanges(asked).toIterable()) {
                    long start = item.getRange().getOffset();
                    Long length = item.getRange().getLength();
                    if (!item.isClear() && length != null && start < capacity) {
                        stored.set(slice(start), slice(Math.min(capacity, start + length) - 1) + 1);
                    }
                }
            });
        }
        return stored;
    }

    private static int slice(long offset) {
        return Math.toIntExact(offset / SLICE);
    }

    private static AzureRequestException unexpected(PageBlobAddress address, String reason) {
        return new AzureRequestException(
                0,
                AzureRequestException.UNEXPECTED_STATE,
                "the blob " + reason,
                address.redacted(),
                "upload to another name, or overwrite the blob");
    }

    /** Nothing is held; what was sent stays, without a footer. */
    @Override
    public void close() {}
}
