package dev.gen2lift.disk.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.archive.ArchivedImage.Content;
import dev.gen2lift.disk.layer.ImageFile;
import dev.gen2lift.disk.layer.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * Opens the image that a file is, or that lies inside it: in a zip, 7z or tar archive, compressed by gzip, bzip2, xz or
 * zstd, or a tar archive compressed so. Told by content, one level deep, nothing is unpacked to disk.
 *
 * <p>What lies uncompressed in a zip or tar archive is read in place. Anything else is unpacked as it is read: forward
 * at the speed of the decoder, backward by a new start but within what {@link UnpackedPages} remembers. Only xz can
 * start at a block. gzip, bzip2 and zstd do not say how long the content is, so it is unpacked once to count.
 */
public final class ArchivedImages {

    /** What a decoder may hold: the 64 MiB of {@code xz -9} and 7-Zip's ultra, and as much again. */
    static final int MAX_DECODER_KIB = 128 << 10;

    /** Some thousand xz streams one behind the other, or 256 KiB of padding: a file's size may be a hole. */
    private static final int MAX_XZ_JUMPS = 1 << 16;

    /** Between the archive's path and the name of the entry. */
    private static final String INSIDE = "!";

    private ArchivedImages() {}

    /** As below, limited by the archive's size. */
    public static ImageSource open(Path path) throws IOException {
        return open(path, OptionalLong.empty());
    }

    /**
     * @param path a file or block device; or {@code archive.zip!/entry.vhdx} where an archive holds several images
     * @param maxUnpacked bytes that may be unpacked; where empty, 4 GiB, or 40 000 times the archive's size if that is more
     * @throws BadImageException where the archive is damaged, encrypted or holds not exactly one image; LIMIT where that
     *     is larger than may be unpacked
     */
    public static ImageSource open(Path path, OptionalLong maxUnpacked) throws IOException {
        Path archive = path;
        Optional<String> wanted = Optional.empty();
        for (Path outer = path.getParent(); outer != null && !Files.exists(path); outer = outer.getParent()) {
            String name = outer.toString();
            if (name.endsWith(INSIDE)) {
                archive = outer.resolveSibling(
                        name(outer).substring(0, name(outer).length() - INSIDE.length()));
                wanted = Optional.of(outer.relativize(path).toString());
                break;
            }
        }
        ImageFile file = ImageFile.open(archive);
        try {
            return inside(file, wanted, UnpackingLimit.of(file.name(), file.size(), maxUnpacked));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static ImageSource inside(ImageFile file, Optional<String> wanted, UnpackingLimit limit)
            throws IOException {
        PackedFormat format = file.isDevice() ? PackedFormat.NONE : PackedFormat.of(file);
        return switch (format) {
            case NONE -> {
                if (wanted.isPresent()) {
                    throw new BadImageException(
                            BadImageException.Kind.UNSUPPORTED, file.name(), "archive", 0, "this is no archive");
                }
                yield file;
            }
            case ZIP, EMPTY_ZIP -> entry(file, ZipImages.find(file, wanted, limit));
            case SEVEN_Z -> entry(file, SevenZImages.find(file, wanted, limit));
            case TAR -> entry(file, tar(file, wanted));
            case GZIP, BZIP2, XZ, ZSTD -> compressed(file, format, wanted, limit);
        };
    }

    private static ImageSource entry(ImageFile file, Content content) {
        return new ArchivedImage(file, file.name() + INSIDE + "/" + content.fileName(), content);
    }

    private static Content tar(ImageFile file, Optional<String> wanted) throws IOException {
        ArchivedImage.Reader reader = (at, into) -> {
            int count = (int) Math.max(0, Math.min(into.remaining(), file.size() - at));
            if (count > 0) {
                int limit = into.limit();
                file.read(at, into.limit(into.position() + count));
                into.limit(limit);
            }
        };
        TarImages.Entry entry = TarImages.find(file.name(), reader, wanted, (offset, size) -> {});
        return Content.stored(entry.name(), entry.size(), file, entry.offset(), () -> {});
    }

    private static ImageSource compressed(
            ImageFile file, PackedFormat format, Optional<String> wanted, UnpackingLimit limit) throws IOException {
        UnpackedPages pages = new UnpackedPages(
                file.name(),
                format.label + " stream",
                limit,
                () -> format == PackedFormat.XZ ? xz(file) : plain(file, format));
        try {
            return compressed(file, pages, wanted);
        } catch (IOException | RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    private static InputStream plain(ImageFile file, PackedFormat format) throws IOException {
        SourceInput in = new SourceInput(file);
        in.allowUpTo(ProductiveStream.IDLE);
        InputStream decoder = switch (format) {
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get();
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in);
            case NONE, XZ, ZIP, EMPTY_ZIP, SEVEN_Z, TAR -> throw new IllegalStateException(format.label);
        };
        return new ProductiveStream(decoder, in);
    }

    /** Finds all blocks first, from the file's end backwards; the padding there is skipped in steps of 4 bytes. */
    private static InputStream xz(ImageFile file) throws IOException {
        SourceInput in = new SourceInput(file);
        in.allowJumps(MAX_XZ_JUMPS);
        SeekableXZInputStream blocks = new SeekableXZInputStream(in, MAX_DECODER_KIB);
        in.allowJumps(Long.MAX_VALUE);
        return blocks;
    }

    private static ImageSource compressed(ImageFile file, UnpackedPages pages, Optional<String> wanted)
            throws IOException {
        ByteBuffer start = ByteBuffer.allocate(512);
        pages.read(0, start);
        if (PackedFormat.of(start.array()) == PackedFormat.TAR) {
            TarImages.Entry entry = TarImages.find(file.name(), pages::read, wanted, pages::keepEndsOf);
            return entry(file, Content.packed(file, entry.name(), entry.size(), pages, entry.offset()));
        }
        if (wanted.isPresent()) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED, file.name(), "archive", 0, "it holds one image without a name");
        }
        long size = pages.measure();
        return new ArchivedImage(
                file, file.name(), Content.packed(file, withoutEnding(file.fileName()), size, pages, 0));
    }

    private static String withoutEnding(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        for (String ending : new String[] {".gz", ".bz2", ".xz", ".zst"}) {
            if (lower.endsWith(ending)) {
                return fileName.substring(0, fileName.length() - ending.length());
            }
        }
        return fileName;
    }
}
