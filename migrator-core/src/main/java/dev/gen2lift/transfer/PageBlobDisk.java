package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.PageRangeItem;
import com.azure.storage.blob.options.ListPageRangesOptions;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.SourceChangedException;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.vhd.VhdFooter;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a page blob, or a managed disk with read access, holds of a fixed VHD: a disk like any other. Its extents are the
 * blob's page ranges; reads are requests of at most 4 MiB, each on the condition that the blob is still the one that was
 * opened, and checked by its MD5 where the service gives one.
 *
 * <p>A blob whose last sector is no footer opens too, so that it can be said what is wrong with it: see {@link #flaw}.
 */
public final class PageBlobDisk implements VirtualDisk {

    private static final int SECTOR = 512;

    private final PageBlobAsyncClient client;
    private final PageBlobAddress address;
    private final String tag;
    private final RangeReader ranges;
    private final DiskInfo info;
    private final Optional<String> flaw;

    private PageBlobDisk(
            PageBlobAsyncClient client,
            PageBlobAddress address,
            String tag,
            RangeReader ranges,
            DiskInfo info,
            Optional<String> flaw) {
        this.client = client;
        this.address = address;
        this.tag = tag;
        this.ranges = ranges;
        this.info = info;
        this.flaw = flaw;
    }

    /**
     * Opens a blob to read it.
     *
     * @throws AzureRequestException where it is missing, no page blob, too short for a footer, or the service refuses
     */
    public static PageBlobDisk open(PageBlobConnection connection, PageBlobAddress address) throws IOException {
        BlobProperties properties = properties(connection.firstContact().client(address), address);
        long size = properties.getBlobSize();
        if (properties.getBlobType() != BlobType.PAGE_BLOB) {
            throw unexpected(address, "is no page blob but a " + properties.getBlobType());
        }
        if (size < 2 * SECTOR || size % SECTOR != 0) {
            throw unexpected(address, "has " + size + " bytes, too few for a disk and its footer");
        }
        PageBlobAsyncClient client = connection.client(address);
        RangeReader ranges = new RangeReader(client, address, properties.getETag());
        ByteBuffer last = ByteBuffer.allocate(SECTOR);
        ranges.read(size - SECTOR, last);
        last.flip();
        Optional<VhdFooter> footer = footer(address, last);
        return new PageBlobDisk(
                client,
                address,
                properties.getETag(),
                ranges,
                info(address, size - SECTOR, footer),
                footer.isEmpty()
                        ? Optional.of("the last 512 bytes are no VHD footer")
                        : wrong(footer.get(), size - SECTOR));
    }

    private static BlobProperties properties(PageBlobAsyncClient client, PageBlobAddress address) throws IOException {
        BlobProperties[] found = new BlobProperties[1];
        BlobCalls.read(
                address, () -> found[0] = client.getProperties().blockOptional().orElseThrow());
        return found[0];
    }

    private static Optional<VhdFooter> footer(PageBlobAddress address, ByteBuffer bytes) {
        try {
            return Optional.of(VhdFooter.read(
                    BinaryCursor.of(address.redacted(), "VHD footer", 0, bytes.array(), ByteOrder.BIG_ENDIAN)));
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> wrong(VhdFooter footer, long capacity) {
        if (footer.diskType() != VhdFooter.FIXED) {
            return Optional.of("the footer is not that of a fixed VHD");
        }
        return footer.currentSize() == capacity
                ? Optional.empty()
                : Optional.of("the footer states " + footer.currentSize() + " bytes, but there are " + capacity);
    }

    private static DiskInfo info(PageBlobAddress address, long capacity, Optional<VhdFooter> footer) {
        return new DiskInfo(
                path(address),
                DiskFormat.VHD,
                DiskKind.FIXED,
                capacity,
                SECTOR,
                SECTOR,
                0,
                capacity,
                capacity + SECTOR,
                footer.map(VhdFooter::uniqueId),
                false,
                List.of(),
                List.of());
    }

    /** No file of this machine; only what messages and reports show. */
    private static Path path(PageBlobAddress address) {
        URI uri = URI.create(address.redacted());
        return Path.of("https", (uri.getHost() + uri.getRawPath()).replaceAll("[^A-Za-z0-9._/-]", "_"));
    }

    /** Why this is not a whole fixed VHD, as a clause; empty where it is one. */
    public Optional<String> flaw() {
        return flaw;
    }

    /** The blob's version: changes with every write. */
    public String tag() {
        return tag;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public String name() {
        return address.redacted();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || into.remaining() > size() - offset) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED,
                    name(),
                    "virtual disk",
                    Math.max(0, offset),
                    "needs " + into.remaining() + " bytes but the disk has " + size());
        }
        ranges.read(offset, into);
    }

    /** The page ranges; asked for in stretches of the disk, because a fragmented blob's would take the service too long. */
    @Override
    public ExtentCursor extents() {
        return new PageRangeCursor(address, size(), this::pages);
    }

    private Iterator<List<PageRangeItem>> pages(long offset, long length) {
        ListPageRangesOptions options = new ListPageRangesOptions(new BlobRange(offset, length))
                .setRequestConditions(new BlobRequestConditions().setIfMatch(tag));
        return client.listPageRanges(options)
                .byPage()
                .map(page -> page.getValue())
                .toIterable(1)
                .iterator();
    }

    /** @throws SourceChangedException where the blob was written to since it was opened */
    @Override
    public void verifyUnchanged() throws IOException {
        if (!tag.equals(properties(client, address).getETag())) {
            throw new SourceChangedException(info.path(), "the blob was written to");
        }
    }

    @Override
    public void close() {}

    private static AzureRequestException unexpected(PageBlobAddress address, String reason) {
        return new AzureRequestException(
                0, AzureRequestException.UNEXPECTED_STATE, "the blob " + reason, address.redacted(), "check the URL");
    }
}
