package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that QEMU writes, whatever their shape and whatever was done to them, read as QEMU reads them. */
class QemuImagesTest {

    private static final int MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} bytes as {1} with {2}")
    @CsvSource({
        "1048576, vhdx, subformat=dynamic, 8",
        "70000128, vhdx, 'subformat=dynamic,block_size=1M', 1",
        "70000128, vhdx, 'subformat=dynamic,block_size=2M,log_size=3M', 2",
        "70000128, vhdx, 'subformat=dynamic,block_size=4M,log_size=16M', 4",
        "70000128, vhdx, 'subformat=dynamic,block_size=8M', 8",
        "70000128, vhdx, 'subformat=dynamic,block_size=16M', 16",
        "70000128, vhdx, 'subformat=dynamic,block_size=32M', 32",
        "70000128, vhdx, 'subformat=dynamic,block_size=64M', 64",
        "140000256, vhdx, 'subformat=dynamic,block_size=128M', 128",
        "300000256, vhdx, 'subformat=dynamic,block_size=256M', 256",
        "70000128, vhdx, 'subformat=dynamic,block_size=2M,block_state_zero=off,log_size=4M', 2",
        "70000128, vhdx, 'subformat=fixed,block_size=16M', 16",
        "512, vhdx, subformat=fixed, 8",
        "70000128, vpc, 'subformat=dynamic,force_size=on', 2",
        "3145728, vpc, 'subformat=dynamic,force_size=on', 2",
        "1024, vpc, 'subformat=dynamic,force_size=on', 2",
        "70000128, vpc, 'subformat=fixed,force_size=on', 0",
        "512, vpc, 'subformat=fixed,force_size=on', 0"
    })
    void readsWhatQemuWrote(long size, String format, String options, int blockMebibytes) throws Exception {
        SparseContent content = new SparseContent(size);
        content.write(0, PseudoRandom.bytes(1, (int) Math.min(size, 5000)));
        content.write(size / 2, PseudoRandom.bytes(2, (int) Math.min(size / 2, 400_000)));
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

    /** What a running guest does: it writes parts of blocks, zeroes and trims ranges. */
    @ParameterizedTest(name = "{0} {1} of {2} bytes, {3}")
    @CsvSource({
        "vhdx, 'block_size=1M', 9437696, write -P 1 512 1024; write -P 2 1048064 1536; write -P 3 9437184 512",
        "vhdx, 'block_size=2M,block_state_zero=on', 20971520, write -P 5 0 9M; write -z 2M 2M; write -z 5243392 4096",
        "vhdx, 'block_size=2M,block_state_zero=off', 20971520, write -P 5 0 9M; write -z 2M 4M; write -P 6 3M 512",
        "vhdx, 'block_size=1M', 20971520, write -P 5 0 9M; discard 2M 4M; write -z -u 6M 1M; write -P 7 6M 512",
        "vhdx, 'block_size=8M', 8389120, write -P 1 8388608 512; write -z 8388608 512; write -P 2 8M 512",
        "vhdx, 'block_size=256M', 2147484160, write -P 1 268435200 1024; write -P 2 2147483648 512",
        "vhdx, 'block_size=32M,log_size=1M', 70000128, write -P 9 1 1; write -P 8 33554431 2; write -P 0 33M 512",
        "vhdx, 'subformat=fixed,block_size=1M', 5243392, write -P 4 1M 2M; write -z 2M 512; write -P 3 5242880 512",
        "vpc, 'subformat=dynamic', 9437696, write -P 1 512 1024; write -P 2 2096640 1024; write -z 0 512",
        "vpc, 'subformat=dynamic', 1000448, write -P 1 999936 512",
        "vpc, 'subformat=dynamic,force_size=on', 70000128, write -P 1 69999616 512; write -P 2 4M 3M; discard 4M 2M",
        "vpc, 'subformat=dynamic,force_size=on', 140000000000, write -P 1 139999999488 512; write -P 2 127G 1M",
        "vpc, 'subformat=dynamic,force_size=on', 2190433320960, write -P 1 2190433320448 512",
        "vpc, 'subformat=fixed', 9437696, write -P 1 512 1024; write -z 4M 512",
        "vpc, 'subformat=fixed,force_size=on', 3146240, write -P 1 3145728 512"
    })
    void readsWhatWasWrittenThroughQemu(String format, String options, long size, String changes) throws Exception {
        Path image = folder.resolve("image");
        QemuImg.run("create", "-f", format, "-o", options, image.toString(), Long.toString(size))
                .expectSuccess();
        for (String change : changes.split("; ", -1)) {
            change(image, format, change);
        }

        Path ours = folder.resolve("ours.raw");
        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(disk.info().warnings()).isEmpty();
            writeRaw(disk, ours);
        }
        QemuImg.compare(image, format, ours, "raw").expectSuccess();
    }

    private static void change(Path image, String format, String change) throws IOException {
        Oracle.Result result = Oracle.run(
                        PATIENCE,
                        Oracle.require("qemu-io").toString(),
                        "-d",
                        "unmap",
                        "-f",
                        format,
                        "-c",
                        change,
                        image.toString())
                .expectSuccess();
        // It ends with exit code 0 whatever became of the command.
        assertThat(result.out()).as(change).containsPattern("^(wrote|discard)");
    }

    private static void writeRaw(VirtualDisk disk, Path raw) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(disk.size());
            for (Extent extent : DiskContent.extents(disk)) {
                for (long at = extent.offset(); extent.kind() == Extent.Kind.DATA && at < extent.end(); at += MIB) {
                    byte[] bytes = DiskContent.read(disk, at, (int) Math.min(MIB, extent.end() - at));
                    file.seek(at);
                    file.write(bytes);
                }
            }
        }
    }
}
