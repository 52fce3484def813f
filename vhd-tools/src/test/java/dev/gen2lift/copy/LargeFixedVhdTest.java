package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixed VHDs up to and beyond what a dynamic one can be, written sparsely and read back. */
class LargeFixedVhdTest {

    private static final long MIB = 1 << 20;
    private static final int SECTOR = 512;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of {@code conectix} to the geometry, which ends at the disk type (VHD 1.0, "Hard Disk Footer Format"). */
    private static final int GEOMETRY_AT = 56;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} MiB")
    @ValueSource(longs = {2040L << 10, (2040L << 10) + 1, 4L << 20, 15L << 20, (32L << 20) - 1, 32L << 20})
    void writesAndReadsAFixedVhdOfAnySizeThatAzureTakes(long mebibytes) throws Exception {
        long size = mebibytes * MIB;
        Path image = placeFor(size + SECTOR);
        byte[] first = PseudoRandom.bytes(1, SECTOR);
        byte[] last = PseudoRandom.bytes(2, SECTOR);
        try {
            try (DiskTarget target = FixedVhdTarget.create(image, size, ExistingFile.REFUSE)) {
                target.write(0, ByteBuffer.wrap(first));
                target.write(size - SECTOR, ByteBuffer.wrap(last));
                target.complete();
            }

            assertThat(Files.size(image)).isEqualTo(size + SECTOR);
            try (VirtualDisk disk = DiskImages.open(image)) {
                assertThat(disk.info().kind()).isEqualTo(DiskKind.FIXED);
                assertThat(disk.size()).isEqualTo(size);
                assertThat(disk.info().warnings()).isEmpty();
                assertThat(read(disk, 0)).isEqualTo(first);
                assertThat(read(disk, size / 2)).isEqualTo(new byte[SECTOR]);
                assertThat(read(disk, size - SECTOR)).isEqualTo(last);
                assertThat(dataBytes(disk)).isLessThan(MIB);
                disk.verifyUnchanged();
            }
            assertThat(geometry(image, size)).isEqualTo(new byte[] {(byte) 0xFF, (byte) 0xFF, 16, (byte) 255});
            assertLibvhdiReadsTheSize(image, size);
        } finally {
            Files.deleteIfExists(image);
        }
    }

    @Test
    void refusesASizeBeyondWhatAzureTakes() {
        assertThatThrownBy(
                        () -> FixedVhdTarget.create(folder.resolve("out.vhd"), (32L << 40) + MIB, ExistingFile.REFUSE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertLibvhdiReadsTheSize(Path image, long size) throws IOException {
        String said = Oracle.run(PATIENCE, Oracle.require("vhdiinfo").toString(), image.toString())
                .expectSuccess()
                .out();
        assertThat(said).containsPattern("Media size\\s*: .*\\b" + size + " bytes");
    }

    private static byte[] read(VirtualDisk disk, long offset) throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(SECTOR);
        disk.read(offset, sector);
        return sector.array();
    }

    private static long dataBytes(VirtualDisk disk) throws IOException {
        long bytes = 0;
        ExtentCursor cursor = disk.extents();
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            bytes += extent.kind() == Extent.Kind.DATA ? extent.length() : 0;
        }
        return bytes;
    }

    private static byte[] geometry(Path image, long size) throws IOException {
        byte[] geometry = new byte[4];
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
            file.seek(size + GEOMETRY_AT);
            file.readFully(geometry);
        }
        return geometry;
    }

    /** Not every file system has files of this size; memory file systems do. */
    private Path placeFor(long length) throws IOException {
        Path[] folders = {folder, Path.of("/dev/shm")};
        for (Path each : folders) {
            Path probe = each.resolve("gen2lift-" + ProcessHandle.current().pid() + ".probe");
            try (RandomAccessFile file = new RandomAccessFile(probe.toFile(), "rw")) {
                file.setLength(length);
                return each.resolve("gen2lift-" + ProcessHandle.current().pid() + ".vhd");
            } catch (IOException e) {
                continue;
            } finally {
                Files.deleteIfExists(probe);
            }
        }
        return abort("no file system here has files of " + length + " bytes");
    }
}
