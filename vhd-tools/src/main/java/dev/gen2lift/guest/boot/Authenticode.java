package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The signatures in a portable executable's attribute certificate table (Microsoft PE format, "The attribute certificate
 * table"; RFC 2315 for their content). Says who signed, not whether the signature is good: the certificates' validity
 * is not looked at, as firmware does not either.
 *
 * @param count signatures in the table
 * @param signers subjects of the signing certificates, as RFC 2253 names, each once
 */
record Authenticode(int count, List<String> signers) {

    static final Authenticode NONE = new Authenticode(0, List.of());

    private static final String STRUCTURE = "PE certificate table";

    /** A signature with its chain has some 10 KiB. */
    private static final int MAX_SIZE = 1 << 20;

    private static final int MAX_SIGNATURES = 16;
    private static final int HEADER_SIZE = 8;
    private static final int TYPE_PKCS_SIGNED_DATA = 2;

    Authenticode {
        signers = List.copyOf(signers);
    }

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
        int count = 0;
        List<String> signers = new ArrayList<>();
        int at = 0;
        while (at <= size - HEADER_SIZE) {
            long length = table.at(at).u32();
            int type = table.skip(2).u16();
            if (length < HEADER_SIZE || length > size - at) {
                throw table.corrupt(at, "entry of " + length + " bytes in a table of " + size);
            }
            if (type == TYPE_PKCS_SIGNED_DATA) {
                count++;
                if (count > MAX_SIGNATURES) {
                    throw table.limit(at, "more than " + MAX_SIGNATURES + " signatures");
                }
                signers.addAll(signers(table.slice("PKCS #7 signature", at + HEADER_SIZE, (int) length - HEADER_SIZE)));
            }
            // Entries begin at multiples of 8 bytes.
            at = Math.addExact(at, (int) length + 7 & ~7);
        }
        return new Authenticode(count, signers.stream().distinct().toList());
    }

    /** The subjects of the certificates that the signer infos of a SignedData name by issuer and serial number. */
    private static List<String> signers(BinaryCursor signature) throws IOException {
        DerValue contentInfo = DerValue.read(signature, 0);
        DerValue signedData = contentInfo.child(1, DerValue.CONTEXT_0).child(0, DerValue.SEQUENCE);
        List<DerValue> fields = signedData.children();
        DerValue signerInfos = fields.get(fields.size() - 1);
        if (signerInfos.tag() != DerValue.SET) {
            throw signature.corrupt(0, "no signer infos");
        }
        Collection<? extends Certificate> certificates = certificates(signature, contentInfo);
        List<String> subjects = new ArrayList<>();
        for (DerValue signerInfo : signerInfos.children()) {
            DerValue identifier = signerInfo.child(1, DerValue.SEQUENCE);
            byte[] issuer = identifier.child(0, DerValue.SEQUENCE).bytes();
            byte[] serial = identifier.child(1, DerValue.INTEGER).contentBytes();
            for (Certificate certificate : certificates) {
                if (serial.length > 0
                        && certificate instanceof X509Certificate x509
                        && x509.getSerialNumber().equals(new BigInteger(serial))
                        && Arrays.equals(x509.getIssuerX500Principal().getEncoded(), issuer)) {
                    subjects.add(x509.getSubjectX500Principal().getName());
                }
            }
        }
        return subjects;
    }

    private static Collection<? extends Certificate> certificates(BinaryCursor signature, DerValue contentInfo)
            throws IOException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(contentInfo.bytes()));
        } catch (CertificateException e) {
            throw signature.corrupt(0, "certificates cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // The JDK's parser trusts some values that a hostile file controls.
            throw signature.corrupt(0, "certificates cannot be read: " + e);
        }
    }
}
