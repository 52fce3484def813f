package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.os.LoopMount;
import dev.gen2lift.testimages.RandomContent;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a VHDX to a fixed VHD. */
class ConvertVhdxTest {

    private static final int MIB = 1 << 20;
    private static final long CAPACITY = 128L * MIB;

    private final RandomContent content =
            new RandomContent(CAPACITY, 1).run(MIB, 3 * MIB).run(100 * MIB + (64 << 10), 20 * MIB);

    @TempDir
    Path folder;

    @Test
    void makesADiskThatQemuFindsIdenticalAndLeavesTheSourceAlone() throws Exception {
        Path source = vhdx(folder);
        String before = sha256(source);
        FileTime modified = Files.getLastModifiedTime(source);
        Path out = folder.resolve("out.vhd");

        CopyResult result = convert(source, out, CopyOptions.local().withDigest(true));

        QemuImg.compare(source, "vhdx", out, "vpc").expectSuccess();
        assertThat(result.bytesCopied() + result.bytesCloned()).isGreaterThanOrEqualTo(23 * MIB);
        assertThat(result.sha256()).hasValue(content.sha256());
        assertThat(sha256(source)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(source)).isEqualTo(modified);
    }

    @Test
    void comparesAndDigestsAcrossFormats() throws Exception {
        Path source = vhdx(folder);
        Path out = folder.resolve("out.vhd");
        convert(source, out, CopyOptions.local());
        try (VirtualDisk vhdx = DiskImages.open(source);
                VirtualDisk vhd = DiskImages.open(out)) {
            assertThat(DiskComparison.compare(vhdx, vhd, CopyProgress.NONE).same())
                    .isTrue();
            assertThat(ContentDigest.sha256(vhd, CopyProgress.NONE)).isEqualTo(content.sha256());
        }
    }

    @Test
    void sharesAllBlocksOfAVhdxOnXfs() throws Exception {
        Path filefrag = Oracle.require("filefrag");
        Path cmp = Oracle.require("cmp");
        try (LoopMount xfs = LoopMount.xfs(folder)) {
            Path source = vhdx(xfs.folder());
            Path cloned = xfs.folder().resolve("cloned.raw");
            Path copied = folder.resolve("copied.raw");

            CopyResult result = convertRaw(source, cloned);
            convertRaw(source, copied);

            assertThat(result.method()).isEqualTo(CopyResult.Method.CLONE);
            assertThat(result.bytesCopied()).isZero();
            assertThat(result.bytesCloned()).isGreaterThanOrEqualTo(23 * MIB);
            Oracle.run(Duration.ofMinutes(1), cmp.toString(), cloned.toString(), copied.toString())
                    .expectSuccess();
            assertThat(Oracle.run(Duration.ofMinutes(1), filefrag.toString(), "-s", "-v", cloned.toString())
                            .out())
                    .contains("shared");
        }
    }

    @Test
    void showsNothingWhenKilledAndTheNextRunCleansUp() throws Exception {
        Path source = vhdx(folder);
        String before = sha256(source);
        FileTime modified = Files.getLastModifiedTime(source);
        Path out = Files.writeString(folder.resolve("out.vhd"), "old");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process child = new ProcessBuilder(
                        java.toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StuckConvert.class.getName(),
                        source.toString(),
                        out.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(child.inputReader().readLine()).isEqualTo(StuckConvert.HALFWAY);
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(child.exitValue()).isNotZero();
        assertThat(out).hasContent("old");
        assertThat(temporaryFiles()).isEqualTo(1);
        assertThat(sha256(source)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(source)).isEqualTo(modified);

        try (VirtualDisk disk = DiskImages.open(source);
                DiskTarget target = FixedVhdTarget.create(out, CAPACITY, ExistingFile.REPLACE)) {
            CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE);
        }
        assertThat(temporaryFiles()).isZero();
        QemuImg.compare(source, "vhdx", out, "vpc").expectSuccess();
    }

    private Path vhdx(Path where) throws Exception {
        Path file = where.resolve("source.vhdx");
        VhdxBuilder.of(content).blockSize(MIB).shuffled(5).writeTo(file);
        return file;
    }

    private static CopyResult convert(Path source, Path out, CopyOptions options) throws Exception {
        try (VirtualDisk disk = DiskImages.open(source);
                DiskTarget target = FixedVhdTarget.create(out, disk.size(), ExistingFile.REFUSE)) {
            return CopyEngine.copy(disk, target, options, CopyProgress.NONE);
        }
    }

    private static CopyResult convertRaw(Path source, Path out) throws Exception {
        try (VirtualDisk disk = DiskImages.open(source);
                DiskTarget target = RawTarget.create(out, disk.size(), ExistingFile.REFUSE)) {
            return CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE);
        }
    }

    private long temporaryFiles() throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gen2lift")).count();
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
