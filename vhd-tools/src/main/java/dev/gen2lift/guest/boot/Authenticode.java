package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signatures in a portable executable's attribute certificate table (Microsoft PE format, "The attribute certificate
 * table"; RFC 2315 for their content), not checked yet.
 *
 * @param entries one for each PKCS #7 entry of the table, and after it those nested in it
 */
record Authenticode(List<Entry> entries) {

    static final Authenticode NONE = new Authenticode(List.of());

    private static final String STRUCTURE = "PE certificate table";

    /** A signature with its chain has some 10 KiB. */
    private static final int MAX_SIZE = 1 << 20;

    private static final int MAX_SIGNATURES = 16;
    private static final int HEADER_SIZE = 8;
    private static final int TYPE_PKCS_SIGNED_DATA = 2;

    /**
     * A signature.
     *
     * @param data empty where it is damaged
     * @param damage why
     */
    record Entry(Optional<SignedData> data, boolean nested, Optional<BadImageException> damage) {}

    Authenticode {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the table; a damaged signature in it leaves the others as they are.
     *
     * @throws BadImageException where the table leaves the file or its bounds
     */
    static Authenticode read(ByteSource file, PeImage image) throws IOException {
        if (image.certificatesSize() == 0) {
            return NONE;
        }
        int size = (int) Math.min(image.certificatesSize(), MAX_SIZE + 1L);
        BinaryCursor table =
                BinaryCursor.read(file, STRUCTURE, image.certificatesOffset(), size, ByteOrder.LITTLE_ENDIAN);
        if (size > MAX_SIZE) {
            throw table.limit(0, "longer than " + MAX_SIZE + " bytes");
        }
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at <= size - HEADER_SIZE) {
            long length = table.at(at).u32();
            int type = table.skip(2).u16();
            if (length < HEADER_SIZE || length > size - at) {
                throw table.corrupt(at, "entry of " + length + " bytes in a table of " + size);
            }
            if (type == TYPE_PKCS_SIGNED_DATA) {
                add(table.slice("PKCS #7 signature", at + HEADER_SIZE, (int) length - HEADER_SIZE), entries);
            }
            // Entries begin at multiples of 8 bytes.
            at = Math.addExact(at, (int) length + 7 & ~7);
        }
        return new Authenticode(entries);
    }

    private static void add(BinaryCursor signature, List<Entry> entries) throws IOException {
        if (entries.size() >= MAX_SIGNATURES) {
            throw signature.limit(0, "more than " + MAX_SIGNATURES + " signatures");
        }
        try {
            SignedData data = SignedData.read(signature);
            entries.add(new Entry(Optional.of(data), false, Optional.empty()));
            for (SignerInfo signer : data.signers()) {
                for (DerValue nested : signer.nested()) {
                    addNested(nested, entries);
                }
            }
        } catch (BadImageException e) {
            entries.add(new Entry(Optional.empty(), false, Optional.of(e)));
        }
    }

    /** Tools nest each further signature in the first; one within a nested one is not looked for. */
    private static void addNested(DerValue signature, List<Entry> entries) throws IOException {
        if (entries.size() >= MAX_SIGNATURES) {
            throw signature.whole().limit(0, "more than " + MAX_SIGNATURES + " signatures");
        }
        try {
            entries.add(new Entry(Optional.of(SignedData.read(signature)), true, Optional.empty()));
        } catch (BadImageException e) {
            entries.add(new Entry(Optional.empty(), true, Optional.of(e)));
        }
    }

    /** Entries of the table. */
    int count() {
        return (int) entries.stream().filter(entry -> !entry.nested()).count();
    }

    /** What is wrong with entries that cannot be read. */
    List<BadImageException> damage() {
        return entries.stream().flatMap(entry -> entry.damage().stream()).toList();
    }

    /** Subjects of the signing certificates, as RFC 2253 names, each once; whether a signature is good is not asked. */
    List<String> signers() throws IOException {
        Set<String> subjects = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.data().isEmpty() || entry.nested()) {
                continue;
            }
            for (SignerInfo signer : entry.data().get().signers()) {
                entry.data()
                        .get()
                        .certificateOf(signer)
                        .map(CertificateChain::name)
                        .ifPresent(subjects::add);
            }
        }
        return List.copyOf(subjects);
    }

    /** The algorithms by which the signatures know the image, as far as they are known themselves. */
    Set<DigestAlgorithm> digestAlgorithms() {
        Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
        for (Entry entry : entries) {
            entry.data()
                    .flatMap(data -> DigestAlgorithm.of(data.digestAlgorithm()))
                    .ifPresent(algorithms::add);
        }
        return algorithms;
    }

    List<ImageSignature> check(SignatureCheck.ImageDigests digests) throws IOException {
        List<ImageSignature> checked = new ArrayList<>();
        for (Entry entry : entries) {
            checked.add(check(entry, digests));
        }
        return checked;
    }

    private static ImageSignature check(Entry entry, SignatureCheck.ImageDigests digests) throws IOException {
        if (entry.data().isEmpty()) {
            return ImageSignature.unreadable(
                    entry.nested(),
                    entry.damage().map(BadImageException::reason).orElse("damaged"));
        }
        try {
            return new SignatureCheck(entry.data().get(), digests, entry.nested()).run();
        } catch (BadImageException e) {
            return ImageSignature.unreadable(entry.nested(), e.reason());
        }
    }
}
