package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.os.LoopMount;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void refusesToReplaceAFileUnlessToldTo() throws Exception {
        Path out = Files.writeString(folder.resolve("out.raw"), "old");

        assertThatThrownBy(() -> RawTarget.create(out, MIB, ExistingFile.REFUSE))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(out).hasContent("old");
        assertThat(files()).containsExactly(out);
    }

    @Test
    void refusesToReplaceAFileThatAppearsMeanwhile() throws Exception {
        Path out = folder.resolve("out.raw");
        try (DiskTarget target = RawTarget.create(out, MIB, ExistingFile.REFUSE)) {
            Files.writeString(out, "somebody else's");
            assertThatThrownBy(target::complete).isInstanceOf(FileAlreadyExistsException.class);
        }

        assertThat(out).hasContent("somebody else's");
        assertThat(files()).containsExactly(out);
    }

    @Test
    void keepsTheOldFileUntilTheNewOneIsComplete() throws Exception {
        Path out = Files.writeString(folder.resolve("out.raw"), "old");
        try (DiskTarget target = RawTarget.create(out, MIB, ExistingFile.REPLACE)) {
            target.write(0, ByteBuffer.wrap(new byte[] {1}));
            assertThat(out).hasContent("old");
            target.complete();
            assertThat(out).hasSize(MIB);
        }
        assertThat(files()).containsExactly(out);
    }

    @Test
    void leavesTheOldFileWhenAbandoned() throws Exception {
        Path out = Files.writeString(folder.resolve("out.raw"), "old");
        try (DiskTarget target = RawTarget.create(out, MIB, ExistingFile.REPLACE)) {
            target.write(0, ByteBuffer.wrap(new byte[] {1}));
        }
        assertThat(out).hasContent("old");
        assertThat(files()).containsExactly(out);
    }

    @Test
    void refusesToReplaceAFolder() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out.raw"));

        assertThatThrownBy(() -> RawTarget.create(out, MIB, ExistingFile.REPLACE))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    void namesTheFolderThatIsMissing() {
        assertThatThrownBy(() -> RawTarget.create(folder.resolve("no/out.raw"), MIB, ExistingFile.REFUSE))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(folder.resolve("no").toString());
    }

    @Test
    void refusesToReplaceTheSourceItself() throws Exception {
        Path source = folder.resolve("disk.raw");
        Files.write(source, new byte[MIB]);
        Path otherName = Files.createLink(folder.resolve("link.raw"), source);
        MemoryDisk disk = MemoryDisk.zero(MIB).storedIn(source, 0);
        for (Path out : List.of(source, otherName)) {
            try (DiskTarget target = RawTarget.create(out, MIB, ExistingFile.REPLACE)) {
                assertThatThrownBy(() -> CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("source");
            }
        }
        assertThat(files()).containsExactlyInAnyOrder(source, otherName);
    }

    @Test
    void leavesHolesWhereTheDiskIsZero() throws Exception {
        Path out = folder.resolve("out.raw");
        byte[] content = new byte[64 * MIB];
        content[40 * MIB] = 1;
        try (DiskTarget target = RawTarget.create(out, content.length, ExistingFile.REFUSE)) {
            CopyResult result = CopyEngine.copy(MemoryDisk.of(content), target, CopyOptions.local(), CopyProgress.NONE);
            assertThat(result.bytesCopied()).isEqualTo(target.shape().alignment());
        }
        Path du = Oracle.require("du");
        String kibibytes = Oracle.run(Duration.ofMinutes(1), du.toString(), "-k", out.toString())
                .expectSuccess()
                .out();
        assertThat(Long.parseLong(kibibytes.substring(0, kibibytes.indexOf('\t'))))
                .isBetween(1L, 1024L);
    }

    @Test
    void twoRunsForTheSameNameDoNotDisturbEachOther() throws Exception {
        Path out = folder.resolve("out.raw");
        try (DiskTarget first = RawTarget.create(out, MIB, ExistingFile.REFUSE);
                DiskTarget second = RawTarget.create(out, MIB, ExistingFile.REFUSE)) {
            first.write(0, ByteBuffer.wrap(new byte[] {1}));
            second.write(0, ByteBuffer.wrap(new byte[] {2}));
            first.complete();
            assertThatThrownBy(second::complete).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(Files.readAllBytes(out)[0]).isEqualTo((byte) 1);
        assertThat(files()).containsExactly(out);
    }

    @Test
    void removesWhatAKilledRunForTheSameNameLeftBehind() throws Exception {
        Path out = folder.resolve("out.raw");
        Path left = Files.write(folder.resolve(".out.raw.0123456789abcdef.gen2lift"), new byte[10]);
        Path otherName = Files.write(folder.resolve(".other.raw.0123456789abcdef.gen2lift"), new byte[10]);
        Path notOurs = Files.write(folder.resolve(".out.raw.notes.gen2lift"), new byte[10]);

        RawTarget.create(out, MIB, ExistingFile.REFUSE).close();

        assertThat(left).doesNotExist();
        assertThat(files()).containsExactlyInAnyOrder(otherName, notOurs);
    }

    @Test
    void takesNamesAsLongAsTheFileSystemDoes() throws Exception {
        Path out = folder.resolve("x".repeat(251) + ".raw");
        try (DiskTarget target = RawTarget.create(out, MIB, ExistingFile.REFUSE)) {
            target.complete();
        }
        assertThat(files()).containsExactly(out);
    }

    @Test
    void saysThatTheFileSystemIsFullAndLeavesTheOldFile() throws Exception {
        try (LoopMount small = LoopMount.tmpfs(folder, 8 * MIB)) {
            Path out = Files.writeString(small.folder().resolve("out.vhd"), "old");
            byte[] content = new byte[32 * MIB];
            new Random(1).nextBytes(content);
            try (DiskTarget target = FixedVhdTarget.create(out, content.length, ExistingFile.REPLACE)) {
                assertThatThrownBy(() ->
                                CopyEngine.copy(MemoryDisk.of(content), target, CopyOptions.local(), CopyProgress.NONE))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no space left")
                        .hasMessageContaining(out.toString());
            }
            assertThat(out).hasContent("old");
            try (Stream<Path> left = Files.list(small.folder())) {
                assertThat(left).containsExactly(out);
            }
        }
    }

    @Test
    void sharesTheSourcesBlocksOnXfs() throws Exception {
        Path filefrag = Oracle.require("filefrag");
        try (LoopMount xfs = LoopMount.xfs(folder)) {
            MemoryDisk disk = MemoryDisk.random(new Random(11), 32 * MIB + 4096, MIB);
            Path source = xfs.folder().resolve("source.bin");
            Files.write(source, shifted(disk.content(), MIB));
            Path out = xfs.folder().resolve("out.raw");

            CopyResult result = copy(disk.storedIn(source, MIB), out);

            assertThat(result.method()).isEqualTo(CopyResult.Method.CLONE);
            assertThat(result.bytesCopied()).isZero();
            assertThat(Files.readAllBytes(out)).isEqualTo(disk.content());
            assertThat(Oracle.run(Duration.ofMinutes(1), filefrag.toString(), "-s", "-v", out.toString())
                            .out())
                    .contains("shared");
        }
    }

    @Test
    void copiesOnXfsWhatLiesOffTheBlocks() throws Exception {
        try (LoopMount xfs = LoopMount.xfs(folder)) {
            MemoryDisk disk = MemoryDisk.random(new Random(12), 8 * MIB, MIB);
            Path source = xfs.folder().resolve("source.bin");
            Files.write(source, shifted(disk.content(), 512));
            Path out = xfs.folder().resolve("out.raw");

            CopyResult result = copy(disk.storedIn(source, 512), out);

            assertThat(result.method()).isEqualTo(CopyResult.Method.COPY);
            assertThat(result.bytesCloned()).isZero();
            assertThat(Files.readAllBytes(out)).isEqualTo(disk.content());
        }
    }

    @Test
    void copiesWhereSomeExtentsCannotBeShared() throws Exception {
        try (LoopMount xfs = LoopMount.xfs(folder)) {
            byte[] content = new byte[8 * MIB];
            new Random(3).nextBytes(content);
            Path near = Files.write(xfs.folder().resolve("near.bin"), content);
            Path far = Files.write(folder.resolve("far.bin"), content);
            MemoryDisk disk = new MemoryDisk(
                    near,
                    content,
                    List.of(
                            Extent.data(0, MIB, Optional.of(new FileRange(far, 0))),
                            Extent.data(MIB, MIB, Optional.of(new FileRange(near, MIB))),
                            Extent.data(2 * MIB, MIB, Optional.empty()),
                            Extent.data(3 * MIB, 5 * MIB, Optional.of(new FileRange(near, 3 * MIB)))));
            Path out = xfs.folder().resolve("out.raw");

            CopyResult result = copy(disk, out);

            assertThat(result.bytesCloned()).isEqualTo(6 * MIB);
            assertThat(result.bytesCopied()).isEqualTo(2 * MIB);
            assertThat(Arrays.mismatch(Files.readAllBytes(out), content)).isNegative();
        }
    }

    private static CopyResult copy(MemoryDisk disk, Path out) throws Exception {
        try (DiskTarget target = RawTarget.create(out, disk.size(), ExistingFile.REFUSE)) {
            return CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE);
        }
    }

    private static byte[] shifted(byte[] content, int by) {
        byte[] shifted = new byte[content.length + by];
        System.arraycopy(content, 0, shifted, by, content.length);
        return shifted;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
