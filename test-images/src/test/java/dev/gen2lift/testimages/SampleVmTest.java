package dev.gen2lift.testimages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.oracle.UefiBoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleVmTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration BOOT = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static SampleVm vm;

    @BeforeAll
    static void build() throws IOException {
        vm = SampleVm.build(folder.resolve("vm"));
    }

    @Test
    void isTheSameEachTime() throws IOException {
        SampleVm again = SampleVm.build(folder.resolve("again"));

        assertThat(Files.mismatch(vm.osDisk(), again.osDisk())).isEqualTo(-1);
        assertThat(Files.mismatch(vm.dataDisk(), again.dataDisk())).isEqualTo(-1);
    }

    @Test
    void qemuFindsItsImagesConsistentAndOfWholeMebibytes() throws IOException {
        QemuImg.check(vm.osDisk(), "vhdx").expectSuccess();
        QemuImg.check(vm.dataDisk(), "vhdx").expectSuccess();
        assertThat(QemuImg.info(vm.osDisk(), "vhdx").expectSuccess().out()).contains("\"virtual-size\": 1073741824");
        assertThat(QemuImg.info(vm.dataDisk(), "vhdx").expectSuccess().out()).contains("\"virtual-size\": 536870912");
        assertThat(Files.size(vm.osDisk())).isBetween(20L << 20, 60L << 20);
        assertThat(Files.size(vm.dataDisk())).isBetween(10L << 20, 60L << 20);
    }

    @Test
    void itsPartitionTableAndFileSystemsAreFlawless() throws IOException {
        Path raw = raw(vm.osDisk());

        assertThat(tool("sgdisk", "-v", raw.toString()).expectSuccess().out()).contains("No problems found");
        assertThat(tool("e2fsck", "-fn", raw + "?offset=" + (65 << 20)).exit()).isZero();
        Path esp = folder.resolve("esp.img");
        copyPart(raw, 1 << 20, 64 << 20, esp);
        tool("fsck.vfat", "-n", esp.toString()).expectSuccess();
        assertThat(tool("mdir", "-i", esp.toString(), "-b", "-/", "::/")
                        .expectSuccess()
                        .out())
                .contains("EFI/BOOT/BOOTX64.EFI", "EFI/gen2lift/grub.cfg");
        assertThat(tool("debugfs", "-R", "cat /usr/lib/os-release", raw + "?offset=" + (65 << 20))
                        .expectSuccess()
                        .out())
                .contains("ID=gen2lift-sample");

        Path data = raw(vm.dataDisk());
        assertThat(tool("sgdisk", "-v", data.toString()).expectSuccess().out()).contains("No problems found");
        assertThat(tool("e2fsck", "-fn", data + "?offset=" + (1 << 20)).exit()).isZero();
    }

    @Test
    void bootsUnderUefiAndPrintsItsMarkerOnConsoleAndSerialPort() throws IOException {
        // The firmware repeats its console on the serial port.
        assertThat(UefiBoot.boot(raw(vm.osDisk()), "raw", BOOT)).containsPattern(vm.marker() + "\\s+" + vm.marker());
    }

    private static Path raw(Path disk) throws IOException {
        Path raw = folder.resolve(disk.getFileName() + ".raw");
        if (!Files.exists(raw)) {
            QemuImg.toRaw(disk, "vhdx", raw).expectSuccess();
        }
        return raw;
    }

    private static void copyPart(Path from, int offset, int length, Path to) throws IOException {
        try (var in = Files.newInputStream(from)) {
            in.skipNBytes(offset);
            Files.write(to, in.readNBytes(length));
        }
    }

    private static Oracle.Result tool(String... command) throws IOException {
        command[0] = Oracle.require(command[0]).toString();
        return Oracle.run(TIMEOUT, command);
    }
}
