package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadSourceTest {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"512, 1048576", "1048576, 1048576", "1049088, 2097152", "5242880, 5242880"})
    void growsToWholeMebibytes(long size, long expected) throws IOException {
        try (VirtualDisk disk = DiskImages.open(raw(size))) {
            UploadSource source = UploadSource.of(disk, UploadSource.SIZE_MULTIPLE);

            assertThat(source.size()).isEqualTo(expected);
            assertThat(source.sourceSize()).isEqualTo(size);
        }
    }

    @Test
    void growsToTheSmallestManagedDisk() throws IOException {
        try (VirtualDisk disk = DiskImages.open(raw(3 * MIB))) {
            assertThat(UploadSource.of(disk, UploadSource.SMALLEST_MANAGED_DISK).size())
                    .isEqualTo(20 * MIB);
        }
    }

    @Test
    void refusesADiskWithSectorsOf4096Bytes() throws IOException {
        Path image = folder.resolve("4k.vhdx");
        VhdxBuilder.of(new SparseContent(8 * MIB)).sectorSizes(4096, 4096).writeTo(image);

        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThatThrownBy(() -> UploadSource.of(disk, UploadSource.SIZE_MULTIPLE))
                    .isInstanceOfSatisfying(BadImageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED);
                        assertThat(e.reason()).contains("4096");
                    });
        }
    }

    @Test
    void knowsAnImageAgainUntilItChanges() throws IOException {
        Path image = raw(MIB);
        String before = identity(image);

        assertThat(identity(image)).isEqualTo(before);
        Files.setLastModifiedTime(image, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(identity(image)).isNotEqualTo(before);
    }

    @Test
    void tellsTwoImagesOfTheSameSizeAndTimeApartByTheirIdentifiers() throws IOException {
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Path one = folder.resolve("one.vhdx");
        Path two = folder.resolve("two.vhdx");
        VhdxBuilder.of(new SparseContent(8 * MIB))
                .diskId(new java.util.UUID(1, 1))
                .writeTo(one);
        VhdxBuilder.of(new SparseContent(8 * MIB))
                .diskId(new java.util.UUID(1, 2))
                .writeTo(two);
        Files.setLastModifiedTime(one, time);
        Files.setLastModifiedTime(two, time);

        assertThat(identity(one)).isNotEqualTo(identity(two));
    }

    private static String identity(Path image) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return SourceIdentity.of(disk.info());
        }
    }

    private Path raw(long size) throws IOException {
        Path raw = folder.resolve("disk-" + size + ".raw");
        Files.write(raw, new byte[Math.toIntExact(size)]);
        return raw;
    }
}
