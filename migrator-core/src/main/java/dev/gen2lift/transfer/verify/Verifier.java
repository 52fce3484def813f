package dev.gen2lift.transfer.verify;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.DiskComparison;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.PageBlobDisk;
import dev.gen2lift.transfer.UploadSource;
import dev.gen2lift.transfer.digest.ChunkDigest;
import dev.gen2lift.transfer.digest.DigestFile;
import dev.gen2lift.transfer.verify.Verification.Method;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Compares a page blob, or a managed disk that may be read, with the image that it was made from. */
public final class Verifier {

    private final UploadSource source;
    private final PageBlobDisk stored;
    private final int requests;

    /**
     * @param source in the form that it was uploaded in, grown to the same size
     * @param requests in flight at once
     */
    public Verifier(UploadSource source, PageBlobDisk stored, int requests) {
        this.source = source;
        this.stored = stored;
        this.requests = requests;
    }

    /**
     * Looks at sizes, footer and maps: seconds, whatever the disk's size. A byte that changed within a page that both
     * store is not found.
     */
    public Verification maps(CopyProgress progress) throws IOException, InterruptedException {
        return compare(Method.MAPS, DiskComparison.Depth.MAPS, progress);
    }

    /** Reads both and compares every byte. */
    public Verification content(CopyProgress progress) throws IOException, InterruptedException {
        return compare(Method.CONTENT, DiskComparison.Depth.CONTENT, progress);
    }

    /**
     * Reads the target alone and compares it with the digests of the upload.
     *
     * @param digests sealed, and of this source
     */
    public Verification digests(DigestFile digests, CopyProgress progress) throws IOException, InterruptedException {
        Optional<ChunkDigest> root = digests.root();
        if (root.isEmpty() || !digests.source().equals(source.identity())) {
            throw new IllegalArgumentException("not the digests of this source");
        }
        Optional<String> flaw = flaw();
        if (flaw.isEmpty() && digests.layout().capacity() != stored.size()) {
            flaw = Optional.of(sizes(digests.layout().capacity()));
        }
        CountingDisk counted = new CountingDisk(stored);
        OptionalLong first = OptionalLong.empty();
        if (flaw.isEmpty()) {
            first = DigestComparison.firstDifference(digests, counted, requests, progress);
            stored.verifyUnchanged();
        }
        return result(Method.DIGESTS, counted, first, flaw, root.map(ChunkDigest::hex));
    }

    private Verification compare(Method method, DiskComparison.Depth depth, CopyProgress progress)
            throws IOException, InterruptedException {
        Optional<String> flaw = flaw();
        CountingDisk counted = new CountingDisk(stored);
        OptionalLong first = OptionalLong.empty();
        if (flaw.isEmpty()) {
            VirtualDisk disk = source.disk();
            first = DiskComparison.compare(disk, counted, depth, requests, progress)
                    .firstDifference();
            disk.verifyUnchanged();
            stored.verifyUnchanged();
        }
        return result(method, counted, first, flaw, Optional.empty());
    }

    /** What is wrong with the target before a byte of content is compared. */
    private Optional<String> flaw() {
        return source.size() == stored.size() ? stored.flaw() : Optional.of(sizes(source.size()));
    }

    private String sizes(long expected) {
        return "the disk in Azure has " + stored.size() + " bytes, not " + expected;
    }

    private Verification result(
            Method method, CountingDisk counted, OptionalLong first, Optional<String> flaw, Optional<String> root)
            throws IOException {
        Optional<String> difference = flaw;
        if (first.isPresent()) {
            String unit = method == Method.DIGESTS ? "the digest of the 4 MiB" : "the content";
            difference = Optional.of(unit + " at byte " + first.getAsLong() + " differs");
        }
        return new Verification(
                method,
                source.sourceSize(),
                stored.size(),
                storedBytes(),
                counted.bytesRead(),
                first,
                difference,
                root);
    }

    private long storedBytes() throws IOException {
        long bytes = 0;
        ExtentCursor extents = stored.extents();
        for (Extent extent = extents.next(); extent != null; extent = extents.next()) {
            bytes += extent.kind() == Extent.Kind.DATA ? extent.length() : 0;
        }
        return bytes;
    }
}
