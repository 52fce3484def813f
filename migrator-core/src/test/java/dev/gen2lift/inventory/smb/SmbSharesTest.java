package dev.gen2lift.inventory.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.winrm.Credentials;
import dev.gen2lift.testimages.SampleVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmbSharesTest {

    private static final String PASSWORD = "Correct-Horse-9";

    @TempDir
    static Path folder;

    static @Nullable Samba samba;

    @BeforeAll
    static void shareTheSampleVm() throws IOException, InterruptedException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        SampleVm.build(shared.resolve("VMs").resolve("sample vm"));
        samba = Samba.start(Files.createDirectories(folder.resolve("samba")), shared, PASSWORD);
    }

    @AfterAll
    static void stop() {
        if (samba != null) {
            samba.close();
        }
    }

    private static SmbShares as(String password) {
        return new SmbShares(Credentials.of("root", password.toCharArray()), Objects.requireNonNull(samba).port);
    }

    private static SharedFile file(String path) {
        return SharedFile.of("127.0.0.1", path).orElseThrow();
    }

    @Test
    void aDiskOnAShareIsInspectedAndNotTouched() throws IOException {
        Path image = folder.resolve("shared/VMs/sample vm/sample-os.vhdx");
        FileTime written = Files.getLastModifiedTime(image);
        DiskInspection local;
        try (VirtualDisk disk = DiskImages.open(image)) {
            local = DiskInspector.inspect(disk);
        }

        try (SmbShares shares = as(PASSWORD);
                VirtualDisk disk =
                        DiskImages.open(shares.open(file("C:\\VMs\\sample vm\\sample-os.vhdx")), OpenOptions.DEFAULT)) {
            DiskInspection inspection = DiskInspector.inspect(disk);
            disk.verifyUnchanged();

            assertThat(inspection.generation()).isEqualTo(Generation.V2);
            assertThat(inspection.partitionTable()).isEqualTo(local.partitionTable());
            assertThat(inspection.boot()).isEqualTo(local.boot());
            assertThat(inspection.guest().product())
                    .isPresent()
                    .isEqualTo(local.guest().product());
            assertThat(inspection.image().path().getFileName()).hasToString("sample-os.vhdx");
        }
        assertThat(Files.getLastModifiedTime(image)).isEqualTo(written);
    }

    @Test
    void aWrongPasswordIsRefusedAndInNoMessage() {
        try (SmbShares shares = as("hunter2")) {
            assertThatThrownBy(() -> shares.open(file("C:\\VMs\\sample vm\\sample-os.vhdx")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("refuses the sign-in")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void whatIsNotThereIsSaid() {
        try (SmbShares shares = as(PASSWORD)) {
            assertThatThrownBy(() -> shares.open(file("C:\\VMs\\none.vhdx")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no such file");
            assertThatThrownBy(() -> shares.open(file("D:\\VMs\\none.vhdx")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no such share");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\VMs\\a.vhdx, \\\\host1\\C$\\VMs\\a.vhdx",
        "d:/VMs/a.vhdx, \\\\host1\\D$\\VMs\\a.vhdx",
        "\\\\filer\\vms\\x\\a.vhdx, \\\\filer\\vms\\x\\a.vhdx",
        "C:\\ClusterStorage\\Volume1\\a.vhdx, \\\\host1\\C$\\ClusterStorage\\Volume1\\a.vhdx"
    })
    void aPathOfTheHostIsFoundOnItsShares(String path, String where) {
        assertThat(SharedFile.of("host1", path)).map(SharedFile::toString).contains(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.vhdx", "C:\\..\\a.vhdx", "\\\\?\\C:\\a.vhdx", "\\\\.\\PHYSICALDRIVE1", "C:a.vhdx"})
    void noOtherPathIs(String path) {
        assertThat(SharedFile.of("host1", path)).isEmpty();
    }
}
