package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others than gen2lift read of an upload is what qemu-img reads of its image. */
class IndependentReadersTest {

    private static final int MIB = StoredDisks.MIB;
    private static final int SIZE = 40 * MIB;
    private static final int FOOTER = 512;
    private static final String BLOB = "disk.vhd";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final StoredDisks azurite = new StoredDisks();
    private Path image;
    private SparseContent content;

    IndependentReadersTest() throws IOException {}

    @BeforeEach
    void upload() throws Exception {
        content = new SparseContent(SIZE);
        for (long at = 0; at < SIZE - MIB; at += 3L * MIB) {
            content.write(at + 512, random(at, 700 << 10));
        }
        content.write(SIZE - 4096, random(7, 4096));
        image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(content).blockSize(MIB).dataWriteId(Guid.named("disk")).writeTo(image);
        azurite.upload(image, BLOB);
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void readWhatTheImageHolds(Reader reader) throws Exception {
        Path read = folder.resolve("read.vhd");

        reader.download(azurite, read);

        assertIs(read, image);
    }

    @Test
    void readWhatTheImageHoldsAfterAnUpdate() throws Exception {
        SparseContent after = content.copy()
                .write(MIB, random(99, 64 << 10))
                .write(6L * MIB, new byte[MIB])
                .write(30L * MIB + 512, random(98, 512));
        Path child = folder.resolve("child.avhdx");
        VhdxBuilder.of(after)
                .blockSize(MIB)
                .differencing(content, ParentLocator.of(Guid.named("disk"), "disk.vhdx"))
                .writeTo(child);
        azurite.update(child, BLOB, UploadOptions.usual(), CopyProgress.NONE);
        Path read = folder.resolve("read.vhd");

        Reader.AZCOPY.download(azurite, read);

        // qemu-img reads no VHDX that has a parent.
        Path alone = folder.resolve("alone.vhdx");
        VhdxBuilder.of(after).blockSize(MIB).writeTo(alone);
        assertIs(read, alone);
    }

    /** By whom a blob is read into a file. */
    enum Reader {
        AZCOPY {
            @Override
            void download(StoredDisks azurite, Path to) throws IOException {
                Path logs = to.resolveSibling("azcopy");
                Oracle.run(
                                TIMEOUT,
                                Oracle.require("env").toString(),
                                "AZCOPY_LOG_LOCATION=" + logs,
                                "AZCOPY_JOB_PLAN_LOCATION=" + logs,
                                "AZCOPY_DISABLE_SYSLOG=true",
                                azcopy().toString(),
                                "copy",
                                azurite.address(BLOB).url(),
                                to.toString(),
                                "--from-to=BlobLocal",
                                "--check-md5=NoCheck",
                                "--skip-version-check")
                        .expectSuccess();
            }
        },
        AZ_STORAGE {
            @Override
            void download(StoredDisks azurite, Path to) throws IOException {
                PageBlobAddress address = azurite.address(BLOB);
                String[] parts = address.url().split("\\?", 2);
                List<String> path = Arrays.asList(parts[0].split("/"));
                int blob = path.size() - 1;
                Oracle.run(
                                TIMEOUT,
                                Oracle.require("env").toString(),
                                "AZURE_CONFIG_DIR=" + to.resolveSibling("az"),
                                "AZURE_CORE_COLLECT_TELEMETRY=no",
                                Oracle.require("az").toString(),
                                "storage",
                                "blob",
                                "download",
                                "--connection-string",
                                "BlobEndpoint=" + String.join("/", path.subList(0, blob - 1))
                                        + ";SharedAccessSignature=" + parts[1],
                                "--container-name",
                                path.get(blob - 1),
                                "--name",
                                path.get(blob),
                                "--file",
                                to.toString(),
                                "--no-progress")
                        .expectSuccess();
            }
        },
        SDK {
            @Override
            void download(StoredDisks azurite, Path to) {
                azurite.client(BLOB).downloadToFile(to.toString());
            }
        };

        abstract void download(StoredDisks azurite, Path to) throws IOException;

        /** npm unpacks it without the right to be run. */
        private static Path azcopy() {
            Path azcopy = Oracle.require(
                    AzuriteServer.nodeModules().resolve("@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64"));
            if (!azcopy.toFile().setExecutable(true)) {
                throw new AssertionError("cannot be made executable: " + azcopy);
            }
            return azcopy;
        }
    }

    private void assertIs(Path read, Path source) throws Exception {
        Path raw = folder.resolve("source.raw");
        QemuImg.toRaw(source, "vhdx", raw).expectSuccess();
        byte[] stored = Files.readAllBytes(read);
        assertThat(stored).hasSize(SIZE + FOOTER);
        assertThat(sha256(Arrays.copyOf(stored, SIZE))).isEqualTo(sha256(Files.readAllBytes(raw)));
        QemuImg.compare(source, "vhdx", read, "vpc").expectSuccess();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
