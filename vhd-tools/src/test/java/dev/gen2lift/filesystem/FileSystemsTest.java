package dev.gen2lift.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.fat.FatVolume;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.FileDisk;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSystemsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private static Optional<String> blkid(Path volume, String tag) throws IOException {
        String value = Oracle.run(
                        TIMEOUT, Oracle.require("blkid").toString(), "-p", "-s", tag, "-o", "value", volume.toString())
                .out()
                .strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** What a tool makes, blkid and we call by the same name and label. */
    @ParameterizedTest
    @CsvSource({
        "ext2, 4, mkfs.ext2 -q -L data",
        "ext3, 8, mkfs.ext3 -q -L data",
        "ext4, 8, mkfs.ext4 -q -L data-label-16char",
        "ext4, 8, mkfs.ext4 -q",
        "ext4, 8, mkfs.ext2 -q -O extent",
        "xfs, 400, mkfs.xfs -q -L data",
        "btrfs, 128, mkfs.btrfs -q -L data",
        "swap, 4, mkswap -L data",
        "swap, 4, mkswap -p 16384",
        "ntfs, 8, mkntfs -q -F -f",
        "exfat, 8, mkfs.exfat"
    })
    void recognisesWhatMkfsMakes(String type, long mib, String command) throws IOException {
        Path volume = folder.resolve("volume.img");
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(mib * MIB);
        }
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.set(0, Oracle.require(words.get(0)).toString());
        words.add(volume.toString());
        Oracle.run(TIMEOUT, words).expectSuccess();
        try (FileDisk disk = FileDisk.open(volume)) {
            FileSystemInfo info = FileSystems.detect(disk);
            assertThat(info.type().id()).isEqualTo(type);
            assertThat(blkid(volume, "TYPE")).contains(type);
            assertThat(info.label()).isEqualTo(blkid(volume, "LABEL"));
        }
    }

    /** The last has fewer clusters than the specification allows, but firmware and Linux take it for FAT32. */
    @ParameterizedTest
    @CsvSource({"12, 2, ''", "12, 2, BOOT", "16, 20, BOOT", "32, 40, A B C", "32, 40, ''", "32, 10, SMALL"})
    void recognisesFatByItsWidthAndLabel(int width, long mib, String label) throws IOException {
        Path volume = folder.resolve("volume.img");
        List<String> options = new ArrayList<>(List.of("-F", "" + width));
        if (!label.isEmpty()) {
            options.addAll(List.of("-n", label));
        }
        FatVolume.make(volume, mib * MIB, options.toArray(String[]::new));
        try (FileDisk disk = FileDisk.open(volume)) {
            FileSystemInfo info = FileSystems.detect(disk);
            assertThat(info.type().id()).isEqualTo("fat" + width);
            assertThat(blkid(volume, "VERSION")).contains("FAT" + width);
            assertThat(info.label()).isEqualTo(blkid(volume, "LABEL"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3, -FVE-FS-, BITLOCKER",
        "3, 'ReFS\0\0\0\0', REFS",
        "536, LVM2 001, LVM2",
        "65600, _BHRfS_M, BTRFS",
        "4086, SWAP-SPACE, SWAP",
        "100, something, UNKNOWN"
    })
    void recognisesASignature(int at, String signature, FileSystemType type) throws IOException {
        MemoryDisk volume = MemoryDisk.ofSize(1 << 20);
        volume.bytes().put(at, signature.getBytes(StandardCharsets.US_ASCII));
        if (type == FileSystemType.LVM2) {
            volume.bytes().put(512, "LABELONE".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(FileSystems.detect(volume).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void recognisesLuksAndTheLabelOfItsSecondVersion(int version, boolean labelled) throws IOException {
        MemoryDisk volume = MemoryDisk.ofSize(1 << 20);
        volume.bytes().put(0, new byte[] {'L', 'U', 'K', 'S', (byte) 0xBA, (byte) 0xBE, 0, (byte) version});
        volume.bytes().put(24, "secret".getBytes(StandardCharsets.US_ASCII));
        assertThat(FileSystems.detect(volume))
                .isEqualTo(
                        new FileSystemInfo(FileSystemType.LUKS, labelled ? Optional.of("secret") : Optional.empty()));
    }

    @Test
    void recognisesBitLockerToGoBehindItsFatDisguise() throws IOException {
        Path image = folder.resolve("volume.img");
        FatVolume.make(image, 40 * MIB, "-F", "32");
        byte[] guid = {
            0x3B,
            (byte) 0xD6,
            0x67,
            0x49,
            0x29,
            0x2E,
            (byte) 0xD8,
            0x4A,
            (byte) 0x83,
            (byte) 0x99,
            (byte) 0xF6,
            (byte) 0xA3,
            0x39,
            (byte) 0xE3,
            (byte) 0xD0,
            0x01
        };
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(0x1A8);
            file.write(guid);
        }
        try (FileDisk disk = FileDisk.open(image)) {
            assertThat(FileSystems.detect(disk).type()).isEqualTo(FileSystemType.BITLOCKER);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "512", "4096", "70000"})
    void seesNothingInABlankVolumeOfAnySize(int size) throws IOException {
        assertThat(FileSystems.detect(MemoryDisk.ofSize(size)).type()).isEqualTo(FileSystemType.NONE);
    }

    @Test
    void refusesWhatCallsItselfFatWithoutBeingIt() throws IOException {
        MemoryDisk volume = MemoryDisk.ofSize(1 << 20);
        volume.bytes().put(54, "FAT16   ".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> FileSystems.detect(volume))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.structure()).isEqualTo("FAT boot sector"));
    }
}
