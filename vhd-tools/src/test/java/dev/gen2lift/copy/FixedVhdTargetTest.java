package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.contract.DiskTargetContract;
import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.testimages.oracle.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedVhdTargetTest extends DiskTargetContract {

    @TempDir
    Path folder;

    @Override
    protected DiskTarget create(long capacity) throws Exception {
        return FixedVhdTarget.create(folder.resolve("out.vhd"), capacity, ExistingFile.REFUSE);
    }

    @Override
    protected Optional<byte[]> visible() throws Exception {
        Path file = folder.resolve("out.vhd");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        return Optional.of(Arrays.copyOf(bytes, bytes.length - VhdFooter.LENGTH));
    }

    @Test
    void roundsCapacitiesUpToAzuresSizes() {
        assertThat(FixedVhdTarget.azureCapacity(1)).isEqualTo(1 << 20);
        assertThat(FixedVhdTarget.azureCapacity(1 << 20)).isEqualTo(1 << 20);
        assertThat(FixedVhdTarget.azureCapacity((1 << 20) + 1)).isEqualTo(2 << 20);
    }

    @Test
    void isTheSameFileThatQemuMakesButForTimeAndIdentifier() throws Exception {
        Path qemu = Oracle.require("qemu-img");
        MemoryDisk source = MemoryDisk.random(new Random(42), 40 << 20, 4096);
        Path raw = folder.resolve("source.raw");
        Path judge = folder.resolve("judge.vhd");
        Files.write(raw, source.content());
        Oracle.run(
                        Duration.ofMinutes(1),
                        qemu.toString(),
                        "convert",
                        "-f",
                        "raw",
                        "-O",
                        "vpc",
                        "-o",
                        "subformat=fixed,force_size=on",
                        raw.toString(),
                        judge.toString())
                .expectSuccess();

        try (DiskTarget target = create(source.size())) {
            CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE);
        }

        assertThat(comparable(folder.resolve("out.vhd"))).isEqualTo(comparable(judge));
        Oracle.run(
                        Duration.ofMinutes(1),
                        qemu.toString(),
                        "compare",
                        "-f",
                        "vpc",
                        "-F",
                        "raw",
                        folder.resolve("out.vhd").toString(),
                        raw.toString())
                .expectSuccess();
    }

    /** All bytes, without the footer's time stamp, creator, checksum and identifier (VHD 1.0, "Hard Disk Footer"). */
    private static byte[] comparable(Path vhd) throws Exception {
        byte[] bytes = Files.readAllBytes(vhd);
        int footer = bytes.length - VhdFooter.LENGTH;
        Arrays.fill(bytes, footer + 24, footer + 40, (byte) 0);
        Arrays.fill(bytes, footer + 64, footer + 84, (byte) 0);
        return bytes;
    }
}
