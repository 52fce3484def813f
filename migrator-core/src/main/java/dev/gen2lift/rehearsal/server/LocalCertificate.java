package dev.gen2lift.rehearsal.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The server's self-signed certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. Made by the
 * {@code keytool} of the running Java on first use and kept in a folder, so that clients which trust it once go on doing
 * so.
 */
public final class LocalCertificate {

    private static final String ALIAS = "rehearsal";

    /** Not a secret: what protects the key is that only its owner may read the file. */
    private static final String PASSWORD = "rehearsal";

    private static final Duration KEYTOOL_LIMIT = Duration.ofSeconds(60);
    private static final Duration SPARE_LIFE = Duration.ofDays(2);

    private final KeyStore keyStore;
    private final X509Certificate certificate;
    private final Path pem;

    private LocalCertificate(KeyStore keyStore, X509Certificate certificate, Path pem) {
        this.keyStore = keyStore;
        this.certificate = certificate;
        this.pem = pem;
    }

    /**
     * The certificate kept in {@code folder}, made anew where there is none or it soon ends.
     *
     * @throws IOException where the folder cannot be written, or this Java has no keytool
     */
    public static LocalCertificate in(Path folder, Instant now) throws IOException {
        OwnerOnly.createFolder(folder);
        Path store = folder.resolve("rehearsal.p12");
        Path pem = folder.resolve("rehearsal.pem");
        try {
            if (Files.exists(store)) {
                LocalCertificate kept = load(store, pem);
                if (kept.certificate.getNotAfter().toInstant().isAfter(now.plus(SPARE_LIFE))) {
                    kept.writePem();
                    return kept;
                }
                Files.delete(store);
            }
            make(store);
            LocalCertificate made = load(store, pem);
            made.writePem();
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate in " + store + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void make(Path store) throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", windows ? "keytool.exe" : "keytool");
        List<String> command = List.of(
                keytool.toString(),
                "-genkeypair",
                "-noprompt",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "365",
                "-dname",
                "CN=localhost, O=gen2lift rehearsal",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:::1",
                "-ext",
                "eku=serverAuth",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        Path log = Files.createTempFile(store.getParent(), "keytool", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(KEYTOOL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("keytool did not end within " + KEYTOOL_LIMIT.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("keytool failed: "
                        + Files.readString(log, StandardCharsets.UTF_8).strip());
            }
            OwnerOnly.restrict(store);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static LocalCertificate load(Path store, Path pem) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate(ALIAS);
        if (!(certificate instanceof X509Certificate x509)) {
            throw new IOException("no certificate named " + ALIAS + " in " + store);
        }
        return new LocalCertificate(keys, x509, pem);
    }

    private void writePem() throws IOException, GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    KeyStore keyStore() {
        return keyStore;
    }

    String keyStorePassword() {
        return PASSWORD;
    }

    /** The certificate alone, as PEM, for clients outside of this process. */
    public Path pem() {
        return pem;
    }

    /** Trusts this certificate and no other. */
    public X509TrustManager trustManager() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this Java has no X.509 trust manager"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a trust manager cannot be made of the rehearsal certificate", e);
        }
    }

    /** A client's TLS context that trusts this certificate and no other. */
    public SSLContext clientContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
