package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.layer.ImageFile;
import dev.gen2lift.disk.layer.ImageSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/** An image inside an archive. */
final class ArchivedImage implements ImageSource {

    private final ImageFile archive;
    private final String name;
    private final Content content;

    /**
     * @param archive closed with the image
     * @param name for messages
     */
    ArchivedImage(ImageFile archive, String name, Content content) {
        this.archive = archive;
        this.name = name;
        this.content = content;
    }

    /**
     * Where an image's bytes come from.
     *
     * @param fileName the image's own, as the archive says
     * @param size in bytes, as the archive says or as counted
     * @param storedAt as in {@link ImageSource#storedAt}
     * @param reader fills as much as there is
     * @param check of all bytes against the archive's checksum, where reading alone does not do that
     * @param resources closed with the image
     */
    record Content(String fileName, long size, OptionalLong storedAt, Reader reader, Check check, Closeable resources) {

        /**
         * @param pages closed with the image
         * @throws BadImageException where the size is none, or more than may be unpacked
         */
        static Content packed(ImageFile archive, String fileName, long size, UnpackedPages pages, long offset)
                throws BadImageException {
            if (size < 0 || size > UnpackedPages.MAX_LENGTH) {
                throw new BadImageException(
                        BadImageException.Kind.CORRUPT,
                        archive.name(),
                        "archive entry",
                        0,
                        "states " + size + " bytes");
            }
            pages.limit().check("archive entry", offset + size);
            pages.keepEndsOf(offset, size);
            return new Content(
                    fileName,
                    size,
                    OptionalLong.empty(),
                    (at, into) -> pages.read(offset + at, into),
                    pages::measure,
                    pages);
        }

        static Content stored(String fileName, long size, ImageFile archive, long offset, Check check)
                throws BadImageException {
            if (offset < 0 || size < 0 || offset > archive.size() || size > archive.size() - offset) {
                throw new BadImageException(
                        BadImageException.Kind.TRUNCATED,
                        archive.name(),
                        "archive entry",
                        Math.max(0, offset),
                        "states " + size + " bytes but the archive has " + archive.size());
            }
            return new Content(
                    fileName,
                    size,
                    OptionalLong.of(offset),
                    (at, into) -> archive.read(offset + at, into),
                    check,
                    () -> {});
        }
    }

    /** Reads the image at a position of its own. */
    @FunctionalInterface
    interface Reader {
        void read(long offset, ByteBuffer into) throws IOException;
    }

    /** Reads what of the image was not read yet, or all of it. */
    @FunctionalInterface
    interface Check {
        void run() throws IOException;
    }

    @Override
    public Path path() {
        return archive.path();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String fileName() {
        return content.fileName();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public OptionalLong storedAt() {
        return content.storedAt();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name, "packed image", size(), offset, into.remaining());
        content.reader().read(offset, into);
        if (into.hasRemaining()) {
            throw truncated(offset, "the archive states " + size() + " bytes for the image but holds fewer");
        }
    }

    private BadImageException truncated(long offset, String reason) {
        return new BadImageException(
                BadImageException.Kind.TRUNCATED, name, "packed image", Math.max(0, offset), reason);
    }

    @Override
    public boolean isDevice() {
        return false;
    }

    @Override
    public Instant lastModified() {
        return archive.lastModified();
    }

    @Override
    public void verifyUnchanged() throws IOException {
        archive.verifyUnchanged();
        content.check().run();
    }

    @Override
    public void close() throws IOException {
        try {
            content.resources().close();
        } finally {
            archive.close();
        }
    }
}
