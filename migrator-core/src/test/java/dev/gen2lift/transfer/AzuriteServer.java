package dev.gen2lift.transfer;

import com.azure.core.http.HttpClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The storage emulator of the npm package azurite, on a free port of this machine; one for all tests of a run. */
public final class AzuriteServer {

    /** The account and key that every Azurite knows; published, no secret. */
    private static final String ACCOUNT = "devstoreaccount1";

    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Pattern LISTENING = Pattern.compile("successfully listen\\S+ (?:on|at) (http://[0-9.:]+)");

    private static @Nullable AzuriteServer shared;

    private final String endpoint;
    private final HttpClient http;

    private AzuriteServer(String endpoint) throws IOException {
        this.endpoint = endpoint;
        this.http = AzureHttp.create(Optional.empty());
    }

    /** The running server; started by the first caller, stopped when the JVM ends. Skips the test without Node. */
    public static synchronized AzuriteServer shared() throws IOException {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** The folder of the packages that the build installed. */
    public static Path nodeModules() {
        return Path.of("target", "node", "node_modules").toAbsolutePath();
    }

    private static AzuriteServer start() throws IOException {
        Path node = Oracle.require("node");
        Path script = nodeModules().resolve("azurite/dist/src/blob/main.js");
        if (!Files.isRegularFile(script)) {
            throw new AssertionError("the build has not installed " + script);
        }
        Path folder = Files.createTempDirectory("azurite");
        Process process = new ProcessBuilder(
                        node.toString(),
                        script.toString(),
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        "0",
                        "--location",
                        folder.toString(),
                        "--silent",
                        "--disableTelemetry")
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                drain(lines);
                return new AzuriteServer(matcher.group(1));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("Azurite ended before it listened:\n" + said);
    }

    /** An emulator whose output nobody reads would stop at a full pipe. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(line -> {}), "azurite output");
        thread.setDaemon(true);
        thread.start();
    }

    private static void stop(Process process, Path folder) {
        process.destroyForcibly();
        try {
            process.waitFor();
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("left behind: " + folder);
        }
    }

    /** A new, empty container. */
    public BlobContainerClient container() {
        BlobContainerClient container = new BlobServiceClientBuilder()
                .endpoint(endpoint + "/" + ACCOUNT)
                .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
                .serviceVersion(BlobServiceVersion.V2026_06_06)
                .httpClient(http)
                .buildClient()
                .getBlobContainerClient("c" + UUID.randomUUID());
        container.create();
        return container;
    }

    /** The URL of a blob with a SAS of an hour. */
    public String url(BlobContainerClient container, String blob) {
        return url(container, blob, "rcwd", OffsetDateTime.now().plusHours(1));
    }

    /** The URL of a blob with a SAS of these permissions. */
    public String url(BlobContainerClient container, String blob, String permissions, OffsetDateTime expiry) {
        BlobServiceSasSignatureValues values =
                new BlobServiceSasSignatureValues(expiry, BlobContainerSasPermission.parse(permissions));
        return container.getBlobContainerUrl() + (blob.isEmpty() ? "" : "/" + blob) + "?"
                + container.generateSas(values);
    }

    public HttpClient http() {
        return http;
    }
}
