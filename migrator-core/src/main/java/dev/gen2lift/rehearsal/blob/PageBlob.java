package dev.gen2lift.rehearsal.blob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One page blob: its bytes in a sparse file, the map of its written pages, its headers and metadata. Safe for several
 * threads; pages are written side by side, everything else excludes them.
 */
public final class PageBlob implements AutoCloseable {

    /** Offsets and lengths of pages are multiples of this many bytes. */
    public static final int PAGE = 512;

    /** The most bytes that one Put Page may write. */
    static final int MAX_PUT = 4 << 20;

    private final SparseFile file;
    private final Path logFile;
    private final PageLog log;
    private final InstantSource clock;
    private final Instant created;
    private final PageMap pages = new PageMap();
    private final ReadWriteLock content = new ReentrantReadWriteLock();

    private long size;
    private long sequence;
    private long headerChanges;
    private Instant lastModified;
    private Map<String, String> headers = new LinkedHashMap<>();
    private Map<String, String> metadata = new LinkedHashMap<>();
    private boolean sealed;
    private boolean gone;

    private PageBlob(SparseFile file, Path logFile, long size, Instant created, InstantSource clock)
            throws IOException {
        this.file = file;
        this.logFile = logFile;
        this.log = PageLog.open(logFile, pages);
        this.size = size;
        this.created = created;
        this.lastModified = created;
        this.clock = clock;
    }

    /** Makes an all-zero blob of {@code size} bytes. */
    static PageBlob create(Path path, Path logFile, long size, InstantSource clock) throws IOException {
        Files.deleteIfExists(logFile);
        return new PageBlob(SparseFile.create(path, size), logFile, size, clock.instant(), clock);
    }

    /** The blob that {@link #describe} described. */
    static PageBlob open(JsonNode description, Path root, InstantSource clock) throws IOException {
        PageBlob blob = new PageBlob(
                SparseFile.open(root.resolve(description.path("file").asText())),
                root.resolve(description.path("log").asText()),
                description.path("size").asLong(),
                Instant.parse(description.path("created").asText()),
                clock);
        blob.sequence = description.path("sequence").asLong();
        blob.headerChanges = description.path("headerChanges").asLong();
        blob.lastModified = Instant.parse(description.path("lastModified").asText());
        description
                .path("headers")
                .properties()
                .forEach(entry ->
                        blob.headers.put(entry.getKey(), entry.getValue().asText()));
        description
                .path("metadata")
                .properties()
                .forEach(entry ->
                        blob.metadata.put(entry.getKey(), entry.getValue().asText()));
        return blob;
    }

    synchronized ObjectNode describe(Path root) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("file", relative(root, file.path()));
        description.put("log", relative(root, logFile));
        description.put("size", size);
        description.put("created", created.toString());
        description.put("lastModified", lastModified.toString());
        description.put("sequence", sequence);
        description.put("headerChanges", headerChanges);
        ObjectNode headerNode = description.putObject("headers");
        headers.forEach(headerNode::put);
        ObjectNode metadataNode = description.putObject("metadata");
        metadata.forEach(metadataNode::put);
        return description;
    }

    private static String relative(Path root, Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    /** Where the blob's bytes lie. */
    public Path file() {
        return file.path();
    }

    /** Length in bytes. */
    public synchronized long size() {
        return size;
    }

    synchronized String etag() {
        long version = (created.toEpochMilli() << 20) + headerChanges + log.records();
        return "\"0x" + Long.toHexString(version).toUpperCase(Locale.ROOT) + "\"";
    }

    synchronized Instant lastModified() {
        return lastModified;
    }

    Instant created() {
        return created;
    }

    synchronized long sequence() {
        return sequence;
    }

    synchronized Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    synchronized Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /** Writes pages that lie within the blob. */
    void write(long offset, ByteBuffer data, Conditions conditions) throws IOException, BlobFailure {
        Lock lock = conditions.any() ? content.writeLock() : content.readLock();
        lock.lock();
        try {
            check(conditions, false);
            checkOpenForWriting();
            long end = offset + data.remaining();
            if (end > size()) {
                throw BlobErrors.invalidPageRange();
            }
            file.write(offset, data);
            synchronized (this) {
                log.written(offset, end);
                pages.add(offset, end);
                lastModified = clock.instant();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes pages that lie within the blob zero and unwritten. */
    void clear(ByteRange range, Conditions conditions) throws IOException, BlobFailure {
        content.writeLock().lock();
        try {
            check(conditions, false);
            checkOpenForWriting();
            if (range.end() > size()) {
                throw BlobErrors.invalidPageRange();
            }
            // A file's space cannot be given back by portable means; zeros are written only where data was.
            for (ByteRange written : pages.within(range.start(), range.end(), Integer.MAX_VALUE)) {
                file.writeZeros(written.start(), written.length());
            }
            synchronized (this) {
                log.cleared(range.start(), range.end());
                pages.remove(range.start(), range.end());
                lastModified = clock.instant();
            }
        } finally {
            content.writeLock().unlock();
        }
    }

    /** Fills {@code into} from {@code offset}. */
    public void read(long offset, ByteBuffer into) throws IOException {
        content.readLock().lock();
        try {
            file.read(offset, into);
        } finally {
            content.readLock().unlock();
        }
    }

    /** Takes over the pages of a blob of the same size, none of which changes meanwhile. This one must be all zero. */
    void copyFrom(PageBlob source) throws IOException {
        source.content.readLock().lock();
        try {
            for (ByteRange range : source.pages(new ByteRange(0, source.size()), Integer.MAX_VALUE)) {
                file.copyFrom(source.file, range.start(), range.length());
                synchronized (this) {
                    log.written(range.start(), range.end());
                    pages.add(range.start(), range.end());
                }
            }
        } finally {
            source.content.readLock().unlock();
        }
    }

    synchronized List<ByteRange> pages(ByteRange within, int max) {
        return new ArrayList<>(pages.within(within.start(), within.end(), max));
    }

    void resize(long newSize) throws IOException {
        content.writeLock().lock();
        try {
            file.resize(newSize);
            synchronized (this) {
                if (newSize < size) {
                    log.cleared(newSize, size);
                    pages.remove(newSize, size);
                }
                size = newSize;
                changed();
            }
        } finally {
            content.writeLock().unlock();
        }
    }

    synchronized void setHeaders(Map<String, String> values) {
        headers = new LinkedHashMap<>(values);
        changed();
    }

    synchronized void setMetadata(Map<String, String> values) {
        metadata = new LinkedHashMap<>(values);
        changed();
    }

    synchronized void setSequence(long value) {
        sequence = value;
        changed();
    }

    private synchronized void changed() {
        headerChanges++;
        lastModified = clock.instant();
    }

    /** Allows or ends writing; on return no write is under way that began before. */
    void seal(boolean closed) {
        content.writeLock().lock();
        try {
            synchronized (this) {
                sealed = closed;
            }
        } finally {
            content.writeLock().unlock();
        }
    }

    private synchronized void checkOpenForWriting() throws BlobFailure {
        if (sealed) {
            throw BlobErrors.authenticationFailed("Access to this disk was revoked.");
        }
    }

    /** Lets requests pass that ask for this version. */
    synchronized void check(Conditions conditions, boolean read) throws BlobFailure {
        if (gone) {
            throw BlobErrors.blobNotFound();
        }
        conditions.check(etag(), lastModified, sequence, read);
    }

    /** Waits for writes under way; later ones find no blob. */
    void delete() throws IOException {
        content.writeLock().lock();
        try {
            synchronized (this) {
                gone = true;
            }
            file.delete();
            log.close();
            Files.deleteIfExists(logFile);
        } finally {
            content.writeLock().unlock();
        }
    }

    @Override
    public void close() throws IOException {
        content.writeLock().lock();
        try {
            synchronized (this) {
                gone = true;
            }
            file.close();
            log.close();
        } finally {
            content.writeLock().unlock();
        }
    }
}
