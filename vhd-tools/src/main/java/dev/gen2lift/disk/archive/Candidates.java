package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an archive's entries is the image: the one asked for, else the only one named as an image is, else the only
 * file. An entry's name is compared and shown; it never becomes a path.
 *
 * @param <E> how the archive's reader calls an entry
 */
final class Candidates<E> {

    private static final Set<String> EXTENSIONS = Set.of("vhdx", "avhdx", "vhd", "avhd", "vhds", "img", "raw", "dd");

    /** Names in a message. */
    private static final int MAX_LISTED = 20;

    private final String archive;
    private final Optional<String> wanted;
    private final List<String> images = new ArrayList<>();
    private @Nullable E chosen;
    private @Nullable E onlyFile;
    private long imageCount;
    private long fileCount;

    Candidates(String archive, Optional<String> wanted) {
        this.archive = archive;
        this.wanted = wanted.map(Candidates::plain);
    }

    /**
     * Takes the next file of the archive.
     *
     * @return whether it is the first one that may be the image
     */
    boolean add(String name, E entry) {
        String plain = plain(name);
        String fileName = plain.substring(plain.lastIndexOf('/') + 1);
        // What macOS adds beside each file.
        if (fileName.startsWith("._")) {
            return false;
        }
        fileCount++;
        onlyFile = fileCount == 1 ? entry : null;
        boolean image = EXTENSIONS.contains(
                fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (image) {
            imageCount++;
            if (images.size() < MAX_LISTED) {
                images.add(name);
            }
        }
        if (chosen == null && (wanted.isPresent() ? plain.equals(wanted.get()) : image)) {
            chosen = entry;
            return true;
        }
        return false;
    }

    E choose() throws BadImageException {
        E image = chosen;
        if (wanted.isPresent()) {
            if (image == null) {
                throw none("it holds no " + wanted.get(), "");
            }
            return image;
        }
        if (imageCount > 1) {
            String more = imageCount > images.size() ? ", ..." : "";
            throw none(
                    "it holds " + imageCount + " images: " + String.join(", ", images) + more,
                    "name one, as in " + archive + "!/" + images.get(0));
        }
        if (image == null) {
            image = onlyFile;
        }
        if (image == null) {
            throw none("it holds no disk image", "it would be named .vhdx, .vhd, .img or .raw");
        }
        return image;
    }

    private BadImageException none(String reason, String hint) {
        return new BadImageException(BadImageException.Kind.UNSUPPORTED, archive, "archive", 0, reason, hint);
    }

    private static String plain(String name) {
        String plain = name.replace('\\', '/').replaceAll("/+", "/");
        return plain.startsWith("/") ? plain.substring(1) : plain;
    }
}
