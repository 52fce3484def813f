package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.archive.ArchivedImage.Content;
import dev.gen2lift.disk.layer.ImageFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/** Finds the image in a 7z archive. */
final class SevenZImages {

    private SevenZImages() {}

    /** An entry by its place in the archive, as two may have one name. */
    private record Numbered(int index, SevenZArchiveEntry entry) {}

    static Content find(ImageFile archive, Optional<String> wanted, UnpackingLimit limit) throws IOException {
        try (SevenZFile seven = open(archive)) {
            Candidates<Numbered> candidates = new Candidates<>(archive.name(), wanted);
            int index = 0;
            for (SevenZArchiveEntry entry : seven.getEntries()) {
                if (!entry.isDirectory() && !entry.isAntiItem()) {
                    candidates.add(String.valueOf(entry.getName()), new Numbered(index, entry));
                }
                index++;
            }
            Numbered chosen = candidates.choose();
            UnpackedPages pages =
                    new UnpackedPages(archive.name(), "7z entry", limit, () -> unpack(archive, chosen.index()));
            String name = String.valueOf(chosen.entry().getName());
            return Content.packed(archive, name, chosen.entry().getSize(), pages, 0);
        } catch (IOException | RuntimeException e) {
            throw StorageFailure.translate(e, archive.name(), "7z header", 0);
        }
    }

    /** Opens the archive anew for each start: its reader cannot be told to go back. */
    private static InputStream unpack(ImageFile archive, int index) throws IOException {
        SevenZFile seven = open(archive);
        int at = 0;
        for (SevenZArchiveEntry entry : seven.getEntries()) {
            if (at++ == index) {
                return new FilterInputStream(seven.getInputStream(entry)) {
                    @Override
                    public void close() throws IOException {
                        seven.close();
                    }
                };
            }
        }
        seven.close();
        throw new IOException("the entry is gone");
    }

    private static SevenZFile open(ImageFile archive) throws IOException {
        return SevenZFile.builder()
                .setSeekableByteChannel(new SourceChannel(archive, Long.MAX_VALUE))
                .setMaxMemoryLimitKiB(ArchivedImages.MAX_DECODER_KIB)
                .get();
    }
}
