package dev.gen2lift.testimages.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
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

class Ext2BuilderTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] SMALL = PseudoRandom.bytes(1, 5_000);
    private static final byte[] LARGE = PseudoRandom.bytes(2, 9_000_123);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1024, 128, 40, true",
        "1024, 256, 20, false",
        "2048, 256, 64, true",
        "4096, 256, 600, true",
        "4096, 128, 300, false"
    })
    void e2fsckFindsNothingAndDebugfsReadsTheFiles(int blockSize, int inodeSize, int mebibytes, boolean sparse)
            throws IOException {
        Ext2Builder builder =
                new Ext2Builder((long) mebibytes << 20).blockSize(blockSize).inodeSize(inodeSize);
        if (!sparse) {
            builder.superblockInEachGroup();
        }
        Path image = write(files(builder).build());

        assertThat(e2fsck(image).exit()).as(e2fsck(image).out()).isZero();
        assertThat(dump(image, "/usr/bin/small")).isEqualTo(SMALL);
        assertThat(dump(image, "/usr/bin/large")).isEqualTo(LARGE);
        assertThat(dump(image, "/etc/hostname")).isEqualTo("host\n".getBytes(StandardCharsets.UTF_8));
        assertThat(debugfs(image, "stat /usr/bin/small"))
                .containsPattern("Mode: +0755")
                .contains("Type: regular");
        assertThat(debugfs(image, "stat /bin")).contains("Fast link dest: \"usr/bin\"");
        assertThat(dump(image, "/long-link")).isEqualTo("x/".repeat(60).getBytes(StandardCharsets.UTF_8));
        assertThat(debugfs(image, "stats"))
                .contains(Guid.named("ext2").toString())
                .contains("root-label");
    }

    @Test
    void blocksOfZerosAreHolesAlsoBehindPointerBlocks() throws IOException {
        SparseContent sparse = new SparseContent(60 << 20).write(50 << 20, SMALL);
        Path image = write(new Ext2Builder(100 << 20)
                .blockSize(1024)
                .file("sparse", sparse, 0600)
                .build());

        assertThat(e2fsck(image).exit()).isZero();
        // Five blocks of data, two levels of pointers: 7 blocks of two sectors.
        assertThat(debugfs(image, "stat /sparse")).contains("Size: 62914560").contains("Blockcount: 14");
        assertThat(dump(image, "/sparse")).isEqualTo(sparse.bytes(0, 60 << 20));
    }

    @Test
    void aDirectoryOfManyFilesTakesSeveralBlocks() throws IOException {
        Ext2Builder builder = new Ext2Builder(64 << 20).blockSize(1024);
        for (int i = 0; i < 1500; i++) {
            builder.file("many/file number " + i, Integer.toString(i));
        }
        Path image = write(builder.build());

        assertThat(e2fsck(image).exit()).isZero();
        assertThat(dump(image, "/many/file number 1499")).isEqualTo("1499".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSizeThatLeavesAUselessLastGroupIsUsedWithoutIt() throws IOException {
        Path image = write(files(new Ext2Builder((128 << 20) + 40 * 4096)).build());

        assertThat(e2fsck(image).exit()).as(e2fsck(image).out()).isZero();
    }

    @Test
    void e2fsckNoticesADamagedSuperblock() throws IOException {
        Path image = write(files(new Ext2Builder(64 << 20))
                .damage(Ext2Builder.Part.SUPERBLOCK, superblock -> superblock.putShort(56, (short) 0))
                .build());

        assertThat(e2fsck(image).exit()).isNotZero();
    }

    @Test
    void refusesMoreThanFits() {
        assertThatThrownBy(() -> files(new Ext2Builder(4 << 20)).build()).isInstanceOf(IllegalArgumentException.class);
    }

    private static Ext2Builder files(Ext2Builder builder) {
        return builder.label("root-label")
                .file("etc/hostname", "host\n")
                .file("usr/bin/small", Content.of(SMALL), 0755)
                .file("usr/bin/large", Content.of(LARGE), 0644)
                .file("empty", "")
                .directory("tmp", 01777)
                .link("bin", "usr/bin")
                .link("long-link", "x/".repeat(60));
    }

    private byte[] dump(Path image, String path) throws IOException {
        Path copy = folder.resolve("copy");
        Files.deleteIfExists(copy);
        debugfs(image, "dump \"" + path + "\" " + copy);
        return Files.readAllBytes(copy);
    }

    private static String debugfs(Path image, String request) throws IOException {
        Oracle.Result result =
                Oracle.run(TIMEOUT, Oracle.require("debugfs").toString(), "-R", request, image.toString());
        return result.expectSuccess().out();
    }

    private static Oracle.Result e2fsck(Path image) throws IOException {
        return Oracle.run(TIMEOUT, Oracle.require("e2fsck").toString(), "-fn", image.toString());
    }

    private Path write(Content content) throws IOException {
        Path image = folder.resolve("ext2.img");
        SparseFile.writeRaw(image, content);
        return image;
    }
}
