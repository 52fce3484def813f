package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.archive.ArchivedImage.Content;
import dev.gen2lift.disk.layer.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Finds the image in a zip archive. */
final class ZipImages {

    /** Bytes; the directory of an archive around an image names a few files. */
    private static final long MAX_DIRECTORY = 4 << 20;

    private static final int CHECK_BUFFER = 64 << 10;

    private static final String STRUCTURE = "zip entry";

    private ZipImages() {}

    static Content find(ImageFile archive, Optional<String> wanted, UnpackingLimit limit) throws IOException {
        SourceChannel channel = new SourceChannel(archive, MAX_DIRECTORY);
        try {
            ZipFile zip = ZipFile.builder()
                    .setSeekableByteChannel(channel)
                    .setIgnoreLocalFileHeader(true)
                    .get();
            channel.allowAll();
            Candidates<ZipArchiveEntry> candidates = new Candidates<>(archive.name(), wanted);
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (!entry.isDirectory() && !entry.isUnixSymlink()) {
                    candidates.add(entry.getName(), entry);
                }
            }
            return content(archive, zip, candidates.choose(), limit);
        } catch (IOException | RuntimeException e) {
            throw StorageFailure.translate(e, archive.name(), "zip directory", 0);
        }
    }

    private static Content content(ImageFile archive, ZipFile zip, ZipArchiveEntry entry, UnpackingLimit limit)
            throws IOException {
        String name = entry.getName();
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw unsupported(archive, name + " is encrypted", StorageFailure.DECRYPT);
        }
        if (!zip.canReadEntryData(entry)) {
            throw unsupported(archive, name + " is packed by zip method " + entry.getMethod(), "unpack it first");
        }
        long size = entry.getSize();
        if (entry.getMethod() == ZipArchiveEntry.STORED && size == entry.getCompressedSize()) {
            try (InputStream raw = zip.getRawInputStream(entry)) {
                if (raw != null) {
                    long at = entry.getDataOffset();
                    return Content.stored(name, size, archive, at, () -> check(archive, entry, at));
                }
            }
        }
        UnpackedPages pages = new UnpackedPages(
                archive.name(), STRUCTURE, limit, () -> new CrcStream(zip.getInputStream(entry), size, entry.getCrc()));
        return Content.packed(archive, name, size, pages, 0);
    }

    /** What is read in place passes no decoder, and parts of an image may never be read. */
    private static void check(ImageFile archive, ZipArchiveEntry entry, long at) throws IOException {
        byte[] buffer = new byte[CHECK_BUFFER];
        try (SourceInput source = new SourceInput(archive);
                InputStream all = new CrcStream(source, entry.getSize(), entry.getCrc())) {
            source.seek(at);
            int count;
            do {
                count = all.read(buffer, 0, buffer.length);
            } while (count > 0);
        } catch (IOException e) {
            throw StorageFailure.translate(e, archive.name(), STRUCTURE, at);
        }
    }

    private static BadImageException unsupported(ImageFile archive, String reason, String hint) {
        return new BadImageException(BadImageException.Kind.UNSUPPORTED, archive.name(), STRUCTURE, 0, reason, hint);
    }
}
