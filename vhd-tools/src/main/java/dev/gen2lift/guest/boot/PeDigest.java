package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The digest of a portable executable that Authenticode signs and that firmware looks for in its lists of revoked images
 * (Microsoft, "Windows Authenticode Portable Executable Signature Format", "Calculating the PE image hash"): headers
 * without the checksum and the certificate table's entry, sections by their place in the file, then what follows them up
 * to the certificate table. Streams; each byte is read once.
 */
final class PeDigest {

    private static final String STRUCTURE = "Authenticode digest";
    private static final int CHUNK = 256 << 10;
    private static final int CHECKSUM_SIZE = 4;
    private static final int DIRECTORY_ENTRY_SIZE = 8;

    private final ByteSource file;
    private final Map<DigestAlgorithm, MessageDigest> digests = new EnumMap<>(DigestAlgorithm.class);
    private final ByteBuffer chunk;

    private PeDigest(ByteSource file, Set<DigestAlgorithm> algorithms) {
        this.file = file;
        this.chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, file.size())));
        algorithms.forEach(algorithm -> digests.put(algorithm, algorithm.start()));
    }

    /**
     * The digests by all of {@code algorithms}.
     *
     * @throws BadImageException where headers, sections and certificates do not lie within the file one after the other
     */
    static Map<DigestAlgorithm, byte[]> of(ByteSource file, PeImage image, Set<DigestAlgorithm> algorithms)
            throws IOException {
        PeDigest digest = new PeDigest(file, algorithms);
        digest.headers(image.layout());
        digest.sections(image);
        Map<DigestAlgorithm, byte[]> results = new EnumMap<>(DigestAlgorithm.class);
        digest.digests.forEach((algorithm, state) -> results.put(algorithm, state.digest()));
        return results;
    }

    private void headers(PeImage.Layout layout) throws IOException {
        long at = layout.checksum();
        add(0, at);
        at += CHECKSUM_SIZE;
        if (layout.certificateEntry() >= 0) {
            add(at, layout.certificateEntry());
            at = layout.certificateEntry() + DIRECTORY_ENTRY_SIZE;
        }
        add(at, layout.headersSize());
    }

    private void sections(PeImage image) throws IOException {
        List<PeSection> sections = image.sections(file).stream()
                .filter(section -> section.size() > 0)
                .sorted(Comparator.comparingLong(PeSection::offset))
                .toList();
        long hashed = image.layout().headersSize();
        for (PeSection section : sections) {
            hashed += section.size();
            // Otherwise a table of sections that all span the file would cost many times its length.
            if (hashed > file.size()) {
                throw corrupt(section.offset(), "sections overlap or leave the file");
            }
            add(section.offset(), section.offset() + section.size());
        }
        long rest = file.size() - image.certificatesSize();
        // The specification starts where the sum of all sizes ends, which is the last section's end unless there are
        // gaps.
        if (rest > hashed) {
            add(hashed, rest);
        }
    }

    private void add(long from, long to) throws IOException {
        if (from > to || to > file.size()) {
            throw corrupt(from, "hashed part ends at " + to + " in a file of " + file.size());
        }
        for (long at = from; at < to; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
            file.read(at, chunk);
            for (MessageDigest digest : digests.values()) {
                digest.update(chunk.array(), 0, chunk.limit());
            }
        }
    }

    private BadImageException corrupt(long at, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, file.name(), STRUCTURE, Math.max(0, at), reason);
    }
}
