package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The footer that an image is read by: the one at its end, or where that is damaged the copy at its beginning, which
 * only dynamic and differencing images have.
 *
 * @param footer the one that is used
 * @param offset where it lies, in bytes
 * @param dataEnd where the space that data may lie in ends: the footer at the end, or the end of the file
 * @param checksumRight false where both footers are alike, wrong checksum included
 */
record VhdFooters(VhdFooter footer, long offset, long dataEnd, boolean checksumRight) {

    private static final String TAIL = "VHD footer";
    private static final String COPY = "VHD footer copy";

    /** Whether the file begins or ends as a VHD does, be its footers intact or not. */
    static boolean present(ByteSource file) throws IOException {
        return copy(file).isPresent() || tail(file).isPresent();
    }

    /**
     * @param warnings receives what is wrong with the footer that is not used
     * @throws BadImageException where no footer can be used
     */
    static VhdFooters read(ByteSource file, List<ImageWarning> warnings) throws IOException {
        Optional<BinaryCursor> tail = tail(file);
        Optional<BinaryCursor> copy = copy(file);
        if (tail.isEmpty()) {
            long end = Math.max(0, file.size() - VhdFooter.LENGTH);
            return fromCopy(
                    file,
                    copy,
                    new BadImageException(
                            BadImageException.Kind.CORRUPT, file.name(), TAIL, end, "no cookie \"conectix\""),
                    warnings);
        }
        try {
            VhdFooter footer = VhdFooter.read(tail.get());
            if (tail.get().length() == VhdFooter.SHORT_LENGTH) {
                warnings.add(new ImageWarning(
                        TAIL, tail.get().offsetOf(0), "has 511 bytes, as old versions of Virtual PC wrote it"));
            }
            warnOfCopy(footer, copy, warnings);
            return new VhdFooters(footer, tail.get().offsetOf(0), tail.get().offsetOf(0), true);
        } catch (BadImageException e) {
            return copy.isPresent() && copy.get().view().equals(tail.get().view())
                    ? fromTwins(tail.get(), e, warnings)
                    : fromCopy(file, copy, e, warnings);
        }
    }

    /** Some programs change footers and leave the checksum as it was; where both agree, that is no damage. */
    private static VhdFooters fromTwins(BinaryCursor tail, BadImageException failure, List<ImageWarning> warnings)
            throws BadImageException {
        VhdFooter footer = VhdFooter.readFields(tail);
        if (footer.diskType() == VhdFooter.FIXED) {
            throw failure;
        }
        warnings.add(new ImageWarning(TAIL, failure.offset(), failure.reason() + "; the copy says the same"));
        return new VhdFooters(footer, tail.offsetOf(0), tail.offsetOf(0), false);
    }

    private static VhdFooters fromCopy(
            ByteSource file, Optional<BinaryCursor> copy, BadImageException tailFailure, List<ImageWarning> warnings)
            throws BadImageException {
        if (copy.isEmpty()) {
            throw tailFailure;
        }
        VhdFooter footer = VhdFooter.read(copy.get());
        if (footer.diskType() == VhdFooter.FIXED) {
            throw tailFailure;
        }
        warnings.add(new ImageWarning(
                TAIL, tailFailure.offset(), tailFailure.reason() + "; the copy at the beginning is used"));
        return new VhdFooters(footer, 0, file.size(), true);
    }

    private static void warnOfCopy(VhdFooter footer, Optional<BinaryCursor> copy, List<ImageWarning> warnings) {
        if (footer.diskType() == VhdFooter.FIXED) {
            return;
        }
        String wrong = "no cookie \"conectix\"";
        if (copy.isPresent()) {
            try {
                if (VhdFooter.read(copy.get()).uniqueId().equals(footer.uniqueId())) {
                    return;
                }
                wrong = "states another identifier";
            } catch (BadImageException e) {
                wrong = e.reason();
            }
        }
        warnings.add(new ImageWarning(COPY, 0, wrong + "; the footer at the end is used"));
    }

    private static Optional<BinaryCursor> copy(ByteSource file) throws IOException {
        return at(file, COPY, 0, VhdFooter.LENGTH);
    }

    private static Optional<BinaryCursor> tail(ByteSource file) throws IOException {
        Optional<BinaryCursor> whole = at(file, TAIL, file.size() - VhdFooter.LENGTH, VhdFooter.LENGTH);
        return whole.isPresent() ? whole : at(file, TAIL, file.size() - VhdFooter.SHORT_LENGTH, VhdFooter.SHORT_LENGTH);
    }

    private static Optional<BinaryCursor> at(ByteSource file, String structure, long offset, int length)
            throws IOException {
        if (offset < 0 || file.size() < length) {
            return Optional.empty();
        }
        BinaryCursor cursor = BinaryCursor.read(file, structure, offset, length, ByteOrder.BIG_ENDIAN);
        return VhdFooter.isAt(cursor) ? Optional.of(cursor) : Optional.empty();
    }
}
