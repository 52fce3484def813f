package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.QemuImg;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that qemu-img writes read as what it was given. */
class QemuImagesTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} bytes as {1} with {2}")
    @CsvSource({
        "1048576, vhdx, subformat=dynamic, 8",
        "70000128, vhdx, 'subformat=dynamic,block_size=1M', 1",
        "70000128, vhdx, 'subformat=dynamic,block_size=8M', 8",
        "300000256, vhdx, 'subformat=dynamic,block_size=256M', 256",
        "70000128, vhdx, 'subformat=dynamic,block_size=2M,block_state_zero=off,log_size=4M', 2",
        "70000128, vhdx, 'subformat=fixed,block_size=16M', 16",
        "70000128, vpc, 'subformat=dynamic,force_size=on', 2",
        "3145728, vpc, 'subformat=dynamic,force_size=on', 2",
        "70000128, vpc, 'subformat=fixed,force_size=on', 0"
    })
    void readsWhatQemuWrote(long size, String format, String options, int blockMebibytes) throws Exception {
        SparseContent content = new SparseContent(size);
        content.write(0, PseudoRandom.bytes(1, 5000));
        content.write(size / 2, PseudoRandom.bytes(2, 400_000));
        content.write(size - 512, PseudoRandom.bytes(3, 512));
        Path raw = folder.resolve("disk.raw");
        Path image = folder.resolve("image");
        SparseFile.writeRaw(raw, content);
        QemuImg.run("convert", "-f", "raw", "-O", format, "-o", options, raw.toString(), image.toString())
                .expectSuccess();

        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(disk.info().capacity()).isEqualTo(size);
            assertThat(disk.info().blockSize()).isEqualTo((long) blockMebibytes * MIB);
            assertThat(disk.info().warnings()).isEmpty();
            assertThat(DiskContent.sha256(disk)).isEqualTo(content.sha256());
        }
    }
}
