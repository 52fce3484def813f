package dev.gen2lift.testimages.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FatBuilderTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] LOADER = PseudoRandom.bytes(1, 70_001);
    private static final byte[] TEXT = "set timeout=0\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "FAT12, 4, 4, 512",
        "FAT12, 1, 1, 512",
        "FAT16, 32, 2, 512",
        "FAT16, 100, 4, 1024",
        "FAT32, 64, 1, 512",
        "FAT32, 300, 1, 4096"
    })
    void fsckFindsNothingAndMtoolsReadTheFiles(FatType type, int mebibytes, int sectorsPerCluster, int sectorSize)
            throws IOException {
        Path image = write(files(new FatBuilder(type, (long) mebibytes << 20)
                        .sectorSize(sectorSize)
                        .sectorsPerCluster(sectorsPerCluster))
                .build());

        fsck(image);
        assertFiles(image);
    }

    @ParameterizedTest
    @EnumSource(FatType.class)
    void chainsMayJump(FatType type) throws IOException {
        Path image =
                write(files(new FatBuilder(type, (type == FatType.FAT12 ? 1L : type == FatType.FAT16 ? 8 : 64) << 20)
                                .scattered(5))
                        .build());

        fsck(image);
        assertFiles(image);
    }

    @Test
    void namesThatAreAlikeGetDifferentShortNames() throws IOException {
        FatBuilder builder = new FatBuilder(FatType.FAT32, 64 << 20);
        for (int i = 0; i < 12; i++) {
            builder.file("a long directory name/a long file name " + i + ".text", new byte[] {(byte) i});
        }
        Path image = write(builder.build());

        fsck(image);
        assertThat(mtools("mdir", image, "::/a long directory name"))
                .contains("ALONGF~1", "ALONGF~9", "ALONG~12", "a long file name 11.text");
        assertThat(copyOut(image, "::/a long directory name/a long file name 11.text"))
                .containsExactly(11);
    }

    @Test
    void aDirtyVolumeIsReportedByFsck() throws IOException {
        Path image =
                write(files(new FatBuilder(FatType.FAT32, 64 << 20).dirty()).build());

        Oracle.Result result = run("fsck.vfat", "-n", image.toString());

        assertThat(result.out()).containsIgnoringCase("dirty");
    }

    @Test
    void aDamagedBootSectorIsNoticedByFsck() throws IOException {
        Path image = write(files(new FatBuilder(FatType.FAT32, 64 << 20))
                .damage(FatBuilder.Part.BOOT_SECTOR, sector -> sector.put(13, (byte) 3))
                .build());

        assertThat(run("fsck.vfat", "-n", image.toString()).exit()).isNotZero();
    }

    @Test
    void refusesATypeThatDoesNotFitTheNumberOfClusters() {
        assertThatThrownBy(() -> new FatBuilder(FatType.FAT32, 8 << 20).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FatBuilder files(FatBuilder builder) {
        return builder.label("SYSTEM")
                .file("EFI/BOOT/BOOTX64.EFI", LOADER)
                .file("EFI/some vendor/grub configuration.cfg", TEXT)
                .file("EFI/empty", new byte[0])
                .directory("EFI/nothing here");
    }

    private void assertFiles(Path image) throws IOException {
        assertThat(copyOut(image, "::/EFI/BOOT/BOOTX64.EFI")).isEqualTo(LOADER);
        assertThat(copyOut(image, "::/EFI/some vendor/grub configuration.cfg")).isEqualTo(TEXT);
        assertThat(mtools("mdir", image, "::/EFI")).contains("nothing here").contains("some vendor");
        assertThat(mtools("mlabel", image, "-s", "::")).contains("SYSTEM");
    }

    private byte[] copyOut(Path image, String name) throws IOException {
        Path copy = folder.resolve("copy");
        Files.deleteIfExists(copy);
        mtools("mcopy", image, "-b", name, copy.toString());
        return Files.readAllBytes(copy);
    }

    private static String mtools(String tool, Path image, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 3];
        command[0] = tool;
        command[1] = "-i";
        command[2] = image.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return run(command).expectSuccess().out();
    }

    private static void fsck(Path image) throws IOException {
        Oracle.Result result = run("fsck.vfat", "-n", "-v", image.toString()).expectSuccess();
        assertThat(result.out()).doesNotContain("differ", "wrong", "Dirty", "dirty");
    }

    private static Oracle.Result run(String... command) throws IOException {
        command[0] = Oracle.require(command[0]).toString();
        return Oracle.run(TIMEOUT, command);
    }

    private Path write(Content content) throws IOException {
        Path image = folder.resolve("fat.img");
        SparseFile.writeRaw(image, content);
        return image;
    }
}
