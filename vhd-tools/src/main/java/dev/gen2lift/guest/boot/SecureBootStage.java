package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.Fact;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Secure Boot asks of one image on the way from firmware to kernel: a boot manager, a shim, GRUB, winload or a
 * Linux kernel, all of which are portable executables.
 *
 * @param sha256 the image's Authenticode digest in lower-case hexadecimal digits, by which lists of revoked images know it
 * @param signatures each checked, in their order
 * @param sbat what the image is built of; without entries where it does not say
 * @param sbatLevel what a shim asks of what it starts; absent in everything else, and in old ones
 * @param vendor whom a shim trusts; absent in everything else
 * @param revoked whether the list that was given holds the image or a certificate of it; unknown without a list
 */
public record SecureBootStage(
        Fact<String> sha256,
        List<ImageSignature> signatures,
        Fact<Sbat> sbat,
        Optional<Fact<SbatLevel>> sbatLevel,
        Optional<Fact<VendorCertificates>> vendor,
        Fact<Boolean> revoked) {

    /** A stage of which nothing is known. */
    public static final SecureBootStage UNKNOWN = new SecureBootStage(
            Fact.unknown("not looked at"),
            List.of(),
            Fact.unknown("not looked at"),
            Optional.empty(),
            Optional.empty(),
            Fact.unknown("not looked at"));

    static final String NO_LIST = "no list of revoked images was given";

    public SecureBootStage {
        signatures = List.copyOf(signatures);
    }

    /**
     * Looks at an image of up to 256 MiB, such as a kernel; reads all of it, once.
     *
     * @throws BadImageException where it is no portable executable, or its certificate table leaves the file
     * @throws IOException where the storage below failed
     */
    public static SecureBootStage of(ByteSource file) throws IOException {
        return of(file, Optional.empty());
    }

    /** As {@link #of(ByteSource)}, with a list of what is revoked. */
    public static SecureBootStage of(ByteSource file, Optional<RevocationList> revocations) throws IOException {
        PeImage image = PeImage.read(file);
        return of(
                file,
                image,
                Authenticode.read(file, image),
                revocations,
                CheckBudget.ofImage(CheckBudget.MAX_IMAGE),
                false);
    }

    /** @param first whether firmware starts it, which is worth more of the budget */
    static SecureBootStage of(
            ByteSource file,
            PeImage image,
            Authenticode signatures,
            Optional<RevocationList> revocations,
            CheckBudget budget,
            boolean first)
            throws IOException {
        Digests digests = Digests.of(file, image, signatures, budget, first);
        byte[] digest = digests.known().get(DigestAlgorithm.SHA256);
        Fact<String> sha256 = digest == null
                ? Fact.unknown(digests.reason())
                : Fact.known(HexFormat.of().formatHex(digest), "computed of the image");
        List<ImageSignature> checked = signatures.check(digests);
        Fact<Boolean> revoked =
                revocations.isPresent() ? revocations.get().revokes(sha256, checked) : Fact.unknown(NO_LIST);
        List<PeSection> sections;
        try {
            sections = image.sections(file);
        } catch (BadImageException e) {
            return new SecureBootStage(
                    sha256, checked, Fact.unknown(e.reason()), Optional.empty(), Optional.empty(), revoked);
        }
        return new SecureBootStage(
                sha256,
                checked,
                section(file, sections, Sbat.SECTION, Sbat.MAX_SIZE, Sbat::read)
                        .orElseGet(() -> Fact.known(new Sbat(List.of()), "no section " + Sbat.SECTION)),
                section(file, sections, SbatLevel.SECTION, 2 * Sbat.MAX_SIZE, SbatLevel::read),
                section(
                        file,
                        sections,
                        VendorCertificates.SECTION,
                        VendorCertificates.MAX_SIZE,
                        VendorCertificates::read),
                revoked);
    }

    private interface SectionReader<T> {

        T read(BinaryCursor content) throws IOException;
    }

    private static <T> Optional<Fact<T>> section(
            ByteSource file, List<PeSection> sections, String name, int limit, SectionReader<T> reader)
            throws IOException {
        for (PeSection section : sections) {
            if (section.name().equals(name)) {
                try {
                    return Optional.of(Fact.known(reader.read(section.content(file, limit)), "section " + name));
                } catch (BadImageException e) {
                    return Optional.of(Fact.unknown("section " + name + ": " + e.reason()));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it is a shim: the loader that brings certificates of its own. */
    public boolean isShim() {
        return vendor.isPresent();
    }

    /** Those that firmware and shim look at. */
    List<ImageSignature> outerSignatures() {
        return signatures.stream().filter(signature -> !signature.nested()).toList();
    }

    private record Digests(Map<DigestAlgorithm, byte[]> known, String reason) implements SignatureCheck.ImageDigests {

        static Digests of(ByteSource file, PeImage image, Authenticode signatures, CheckBudget budget, boolean first)
                throws IOException {
            Optional<String> refused =
                    budget.take(file.size(), signatures.entries().size(), first);
            if (refused.isPresent()) {
                return new Digests(Map.of(), refused.get());
            }
            Set<DigestAlgorithm> algorithms = EnumSet.of(DigestAlgorithm.SHA256);
            algorithms.addAll(signatures.digestAlgorithms());
            try {
                return new Digests(PeDigest.of(file, image, algorithms), "");
            } catch (BadImageException e) {
                return new Digests(Map.of(), e.structure() + ": " + e.reason());
            }
        }
    }
}
