package dev.gen2lift.assess;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.DiskInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How the attempt to look into an image went. One broken image never stops an assessment. */
public sealed interface DiskReading {

    /** It could be read. */
    record Inspected(DiskInspection inspection) implements DiskReading {}

    /**
     * The image is malformed or of a kind that cannot be read; the fields are those of {@link BadImageException}.
     *
     * @param file the file at fault: the image, or a parent of it
     * @param offset in bytes
     */
    record Refused(BadImageException.Kind kind, String file, String structure, long offset, String reason)
            implements DiskReading {

        /** Whether the fault lies in the link from a differencing image to its parent. */
        public boolean atParentLink() {
            String where = structure + (kind == BadImageException.Kind.UNSUPPORTED ? " " + reason : "");
            return where.toLowerCase(Locale.ROOT).contains("parent");
        }
    }

    /** The operating system would not let it be read; nothing is known of the image itself. */
    record Unreadable(String reason) implements DiskReading {}

    /**
     * Looks into {@code image} and keeps the outcome, whatever it is.
     *
     * @param others the other disks of the same machine
     */
    static DiskReading of(Path image, List<Path> others, ImageInspector inspector) {
        try {
            return new Inspected(inspector.inspect(image, others));
        } catch (BadImageException e) {
            return new Refused(e.kind(), e.file(), e.structure(), e.offset(), e.reason());
        } catch (IOException e) {
            String message = e.getMessage() == null ? "" : ": " + e.getMessage();
            return new Unreadable(e.getClass().getSimpleName() + message);
        }
    }
}
