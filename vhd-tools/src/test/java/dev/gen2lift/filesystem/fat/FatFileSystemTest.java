package dev.gen2lift.filesystem.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemContract;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatFileSystemTest {

    private static final long MIB = 1 << 20;

    abstract static class FatContract extends FileSystemContract {

        private final FileSystemType type;
        private final long size;
        private final String[] options;

        FatContract(FileSystemType type, long size, String... options) {
            this.type = type;
            this.size = size;
            this.options = options;
        }

        @Override
        protected void make(Path volume, Path tree) throws IOException {
            List<String> all = new ArrayList<>(List.of("-n", "GEN2LIFT"));
            all.addAll(List.of(options));
            FatVolume.make(volume, size, all.toArray(String[]::new));
            FatVolume.fill(volume, 0, tree);
        }

        @Override
        protected FileSystemType type() {
            return type;
        }

        @Override
        protected boolean isCaseSensitive() {
            return false;
        }
    }

    @Nested
    class Fat12 extends FatContract {
        Fat12() {
            super(FileSystemType.FAT12, 4 * MIB, "-F", "12");
        }
    }

    @Nested
    class Fat16 extends FatContract {
        Fat16() {
            super(FileSystemType.FAT16, 20 * MIB, "-F", "16");
        }
    }

    @Nested
    class Fat32 extends FatContract {
        Fat32() {
            super(FileSystemType.FAT32, 40 * MIB, "-F", "32", "-s", "1");
        }
    }

    @Nested
    class Fat16OnLargeSectors extends FatContract {
        Fat16OnLargeSectors() {
            super(FileSystemType.FAT16, 64 * MIB, "-F", "16", "-S", "4096", "-s", "2");
        }
    }

    @Nested
    class Damaged {

        @TempDir
        Path folder;

        /** A FAT12 of 512-byte clusters: the table at 512, the root directory's first entry the file. */
        private MemoryDisk volume() throws IOException {
            Path tree = Files.createDirectory(folder.resolve("tree"));
            Files.write(tree.resolve("FILE.BIN"), new byte[5 * 512]);
            Files.createDirectories(tree.resolve("SUB"));
            Files.write(tree.resolve("SUB/Some other name"), new byte[700]);
            Path image = folder.resolve("volume.img");
            FatVolume.make(image, 128 * 1024, "-F", "12", "-s", "1", "-R", "1", "-f", "1", "-a", "-r", "16");
            FatVolume.fill(image, 0, tree);
            return MemoryDisk.of(Files.readAllBytes(image));
        }

        @ParameterizedTest
        @CsvSource({
            "11, 0, 2, FAT boot sector, sector size 0",
            "11, 768, 2, FAT boot sector, sector size 768",
            "13, 0, 1, FAT boot sector, 0 sectors per cluster",
            "13, 3, 1, FAT boot sector, 3 sectors per cluster",
            "14, 0, 2, FAT boot sector, no reserved sectors",
            "16, 0, 1, FAT boot sector, no file allocation table",
            "17, 65535, 2, FAT boot sector, leave none for data",
            "17, 0, 2, FAT boot sector, does not fit",
            "19, 3, 2, FAT boot sector, leave none for data",
            "22, 65535, 2, FAT boot sector, leave none for data"
        })
        void refusesABootSectorThatContradictsItself(int at, int value, int bytes, String structure, String reason)
                throws IOException {
            MemoryDisk volume = volume();
            for (int i = 0; i < bytes; i++) {
                volume.bytes().put(at + i, (byte) (value >> 8 * i));
            }
            assertThatThrownBy(() -> FatFileSystem.open(volume)).isInstanceOfSatisfying(BadImageException.class, e -> {
                assertThat(e.structure()).isEqualTo(structure);
                assertThat(e.reason()).contains(reason);
            });
        }

        private void assertFileIsRefused(MemoryDisk volume, String reason) throws IOException {
            FatFileSystem fileSystem = FatFileSystem.open(volume);
            FileEntry file = fileSystem.find("file.bin").orElseThrow();
            assertThatThrownBy(() -> fileSystem.read(file, 0, ByteBuffer.allocate(5 * 512)))
                    .isInstanceOfSatisfying(BadImageException.class, e -> {
                        assertThat(e.structure()).isEqualTo("FAT cluster chain");
                        assertThat(e.reason()).contains(reason);
                    });
        }

        /** Sets the FAT12 entry of a cluster. */
        private void link(MemoryDisk volume, int cluster, int to) {
            int at = 512 + cluster + cluster / 2;
            int pair = Short.toUnsignedInt(volume.bytes().getShort(at));
            pair = cluster % 2 == 0 ? pair & 0xF000 | to : pair & 0xF | to << 4;
            volume.bytes().putShort(at, (short) pair);
        }

        private int firstCluster(MemoryDisk volume) throws IOException {
            return (int)
                    FatFileSystem.open(volume).find("file.bin").orElseThrow().locator();
        }

        @Test
        void refusesAFileWhoseClustersLoop() throws IOException {
            MemoryDisk volume = volume();
            int first = firstCluster(volume);
            link(volume, first + 2, first + 1);
            assertFileIsRefused(volume, "loops");
        }

        @Test
        void refusesAFileWhoseLastClusterLeadsBack() throws IOException {
            MemoryDisk volume = volume();
            int first = firstCluster(volume);
            link(volume, first + 4, first);
            assertFileIsRefused(volume, "loops");
        }

        @Test
        void refusesAFileWhoseClustersEndEarly() throws IOException {
            MemoryDisk volume = volume();
            link(volume, firstCluster(volume) + 1, 0xFFF);
            assertFileIsRefused(volume, "ends after 2 clusters, the file needs 5");
        }

        @ParameterizedTest
        @CsvSource({"0", "1", "4000", "4087"})
        void refusesAFileWhoseClustersLeaveTheVolume(int next) throws IOException {
            MemoryDisk volume = volume();
            link(volume, firstCluster(volume) + 1, next);
            assertFileIsRefused(volume, "leads to cluster " + next);
        }

        @Test
        void readsTheOtherFilesOfADamagedVolume() throws IOException {
            MemoryDisk volume = volume();
            link(volume, firstCluster(volume), firstCluster(volume));
            FatFileSystem fileSystem = FatFileSystem.open(volume);
            FileEntry other = fileSystem.find("sub/some other name").orElseThrow();
            ByteBuffer content = ByteBuffer.allocate(700);
            fileSystem.read(other, 0, content);
            assertThat(content.hasRemaining()).isFalse();
        }

        @Test
        void takesTheShortNameWhereTheLongOneIsDamaged() throws IOException {
            MemoryDisk volume = volume();
            byte[] part = "Some other na".getBytes(StandardCharsets.UTF_16LE);
            byte[] all = volume.bytes().array();
            for (int at = 0; at + 32 <= all.length; at += 32) {
                if (all[at + 11] == 0x0F && all[at + 1] == part[0] && all[at + 3] == part[2]) {
                    all[at + 13]++;
                }
            }
            FatFileSystem fileSystem = FatFileSystem.open(volume);
            assertThat(fileSystem.list(fileSystem.find("SUB").orElseThrow()))
                    .extracting(FileEntry::name)
                    .containsExactly("SOMEOT~1");
        }

        @Test
        void survivesRandomDamage() throws IOException {
            byte[] intact = volume().bytes().array();
            Random random = new Random(20261123);
            int opened = 0;
            for (int round = 0; round < 3000; round++) {
                MemoryDisk volume = MemoryDisk.of(intact.clone());
                for (int i = 0; i <= random.nextInt(6); i++) {
                    volume.bytes().put(random.nextInt(random.nextBoolean() ? 64 : 8192), (byte) random.nextInt());
                }
                try {
                    visit(FatFileSystem.open(volume));
                    opened++;
                } catch (BadImageException e) {
                    assertThat(e.reason()).isNotBlank();
                }
            }
            assertThat(opened).isPositive();
        }

        private void visit(FileSystem fileSystem) throws IOException {
            fileSystem.label();
            for (FileEntry entry : fileSystem.list(fileSystem.root())) {
                if (entry.isDirectory()) {
                    fileSystem.list(entry);
                } else {
                    fileSystem.read(entry, 0, ByteBuffer.allocate((int) Math.min(entry.size(), 1 << 20)));
                }
            }
        }
    }
}
