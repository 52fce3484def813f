package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk of this machine is a raw image, and may hold an image of another format. */
@EnabledOnOs(OS.LINUX)
class BlockDeviceTest {

    private static final int MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SparseContent CONTENT = new SparseContent(6L * MIB)
            .write(512, PseudoRandom.bytes(1, MIB))
            .write(6L * MIB - 512, PseudoRandom.bytes(2, 512));

    @TempDir
    Path folder;

    @Test
    void readsABlockDeviceAsARawDisk() throws Exception {
        Path file = folder.resolve("disk");
        SparseFile.writeRaw(file, CONTENT);

        assertReads(file, DiskFormat.RAW);
    }

    @Test
    void readsAVhdxThatLiesOnABlockDevice() throws Exception {
        Path file = folder.resolve("disk");
        VhdxBuilder.of(CONTENT).blockSize(MIB).writeTo(file);

        assertReads(file, DiskFormat.VHDX);
    }

    private static void assertReads(Path file, DiskFormat format) throws IOException {
        Oracle.Result attached = Oracle.run(
                PATIENCE, Oracle.require("losetup").toString(), "--find", "--show", "--read-only", file.toString());
        assumeTrue(attached.exit() == 0, "needs the right to make a loop device: " + attached.err());
        Path device = Path.of(attached.out().strip());
        try (VirtualDisk disk = DiskImages.open(device)) {
            assertThat(disk.info().format()).isEqualTo(format);
            assertThat(disk.size()).isEqualTo(CONTENT.size());
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            disk.verifyUnchanged();
        } finally {
            Oracle.run(PATIENCE, Oracle.require("losetup").toString(), "--detach", device.toString())
                    .expectSuccess();
        }
    }
}
