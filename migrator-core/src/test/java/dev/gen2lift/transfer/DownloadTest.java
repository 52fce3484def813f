package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.ExistingFile;
import dev.gen2lift.testimages.oracle.Libvhdi;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.transfer.download.Download;
import dev.gen2lift.transfer.download.DownloadOptions;
import dev.gen2lift.transfer.download.DownloadOptions.Form;
import dev.gen2lift.transfer.download.DownloadResult;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DownloadTest {

    private static final int MIB = StoredDisks.MIB;
    private static final int SIZE = 48 * MIB;
    private static final long[] DATA = {
        0, 3L * MIB + 512, 7L * MIB, 8L * MIB - 65536, 20L * MIB, 33L * MIB + 4096, 48L * MIB - 65536
    };

    @TempDir
    private Path folder;

    private final StoredDisks azurite = new StoredDisks();

    DownloadTest() throws IOException {}

    @ParameterizedTest
    @EnumSource(Form.class)
    void bringsBackWhatWasUploaded(Form form) throws Exception {
        Path raw = StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA);
        azurite.upload(raw, "disk.vhd");

        DownloadResult result = download("disk.vhd", form, CopyProgress.NONE);

        QemuImg.compare(raw, "raw", out(form), qemu(form)).expectSuccess();
        if (form == Form.VHDX) {
            QemuImg.check(out(form), "vhdx").expectSuccess();
        }
        if (form != Form.RAW) {
            assertThat(Libvhdi.sha256(out(form)).expectSuccess().out().strip()).isEqualTo(sha256(raw));
        }
        assertThat(result.virtualSize()).isEqualTo(SIZE);
        assertThat(files()).containsExactlyInAnyOrder(raw, out(form), folder.resolve("transfers"));
        assertThat(folder.resolve("transfers")).isEmptyDirectory();
    }

    @Test
    void fetchesOnlyThePagesThatAreStored() throws Exception {
        azurite.upload(StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA), "disk.vhd");

        DownloadResult result = download("disk.vhd", Form.VHDX, CopyProgress.NONE);

        // Reads begin and end at multiples of 4 KiB.
        assertThat(result.bytesReceived()).isBetween(DATA.length * 65536L, DATA.length * (65536L + 8192));
        assertThat(Files.size(out(Form.VHDX))).isLessThan(4L * MIB + DATA.length * 2L * MIB + 1);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void goesOnWhereItBrokeOff(Form form) throws Exception {
        Path raw = StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA);
        azurite.upload(raw, "disk.vhd");
        long whole = DATA.length * 65536L;

        assertThatThrownBy(() -> download("disk.vhd", form, WatchedProgress.breakingOffAfter(3 * 65536)))
                .hasStackTraceContaining("broken off");
        assertThat(out(form)).doesNotExist();
        DownloadResult result = download("disk.vhd", form, CopyProgress.NONE);

        assertThat(result.bytesResumed()).isGreaterThanOrEqualTo(7L * MIB);
        assertThat(result.bytesReceived()).isLessThan(whole);
        QemuImg.compare(raw, "raw", out(form), qemu(form)).expectSuccess();
        assertThat(files()).hasSize(3);
    }

    @Test
    void beginsAnewWhereTheBlobIsAnotherNow() throws Exception {
        Path raw = StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA);
        azurite.upload(raw, "disk.vhd");
        assertThatThrownBy(() -> download("disk.vhd", Form.VHDX, WatchedProgress.breakingOffAfter(3 * 65536)))
                .hasStackTraceContaining("broken off");
        azurite.client("disk.vhd").delete();
        Path other = StoredDisks.raw(folder.resolve("other.raw"), SIZE, 5L * MIB);
        azurite.upload(other, "disk.vhd");

        DownloadResult result = download("disk.vhd", Form.VHDX, CopyProgress.NONE);

        assertThat(result.bytesResumed()).isZero();
        QemuImg.compare(other, "raw", out(Form.VHDX), "vhdx").expectSuccess();
    }

    @Test
    void beginsAnewWhereItsPartIsGone() throws Exception {
        Path raw = StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA);
        azurite.upload(raw, "disk.vhd");
        assertThatThrownBy(() -> download("disk.vhd", Form.VHDX, WatchedProgress.breakingOffAfter(3 * 65536)))
                .hasStackTraceContaining("broken off");
        for (Path file : files()) {
            if (file.toString().endsWith(".part.gen2lift")) {
                Files.delete(file);
            }
        }

        DownloadResult result = download("disk.vhd", Form.VHDX, CopyProgress.NONE);

        assertThat(result.bytesResumed()).isZero();
        QemuImg.compare(raw, "raw", out(Form.VHDX), "vhdx").expectSuccess();
    }

    @Test
    void refusesABlobThatIsWrittenToMeanwhile() throws Exception {
        Path raw = StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA);
        azurite.upload(raw, "disk.vhd");
        try (PageBlobDisk disk = azurite.open("disk.vhd")) {
            azurite.write("disk.vhd", 0, new byte[512]);

            assertThatThrownBy(() -> Download.run(disk, "disk", out(Form.VHDX), options(Form.VHDX), CopyProgress.NONE))
                    .isInstanceOf(AzureRequestException.class);
        }
        assertThat(out(Form.VHDX)).doesNotExist();
    }

    @Test
    void refusesAnUploadThatBrokeOff() throws Exception {
        azurite.client("half.vhd").create(8 * MIB + 512);

        assertThatThrownBy(() -> download("half.vhd", Form.VHDX, CopyProgress.NONE))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("not a complete disk");
    }

    @Test
    void refusesToReplaceAFileUnlessToldTo() throws Exception {
        azurite.upload(StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA), "disk.vhd");
        Files.writeString(out(Form.VHDX), "somebody's");

        assertThatThrownBy(() -> download("disk.vhd", Form.VHDX, CopyProgress.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(out(Form.VHDX)).hasContent("somebody's");
        try (PageBlobDisk disk = azurite.open("disk.vhd")) {
            Download.run(
                    disk,
                    "disk",
                    out(Form.VHDX),
                    options(Form.VHDX).withExisting(ExistingFile.REPLACE),
                    CopyProgress.NONE);
        }
        QemuImg.check(out(Form.VHDX), "vhdx").expectSuccess();
    }

    private DownloadResult download(String blob, Form form, CopyProgress progress) throws Exception {
        try (PageBlobDisk disk = azurite.open(blob)) {
            return Download.run(disk, azurite.address(blob).redacted(), out(form), options(form), progress);
        }
    }

    private DownloadOptions options(Form form) {
        return DownloadOptions.to(form).withRequests(1).withJournals(folder.resolve("transfers"));
    }

    private Path out(Form form) {
        return folder.resolve("out." + form);
    }

    private static String qemu(Form form) {
        return switch (form) {
            case VHDX -> "vhdx";
            case VHD -> "vpc";
            case RAW -> "raw";
        };
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
