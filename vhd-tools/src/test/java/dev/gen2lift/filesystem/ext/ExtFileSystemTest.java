package dev.gen2lift.filesystem.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemContract;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.volume.FileDisk;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtFileSystemTest {

    private static final long MIB = 1 << 20;

    abstract static class ExtContract extends FileSystemContract {

        private final FileSystemType type;
        private final long size;
        private final String[] options;

        ExtContract(FileSystemType type, long size, String... options) {
            this.type = type;
            this.size = size;
            this.options = options;
        }

        @Override
        protected void make(Path volume, Path tree) throws IOException {
            ExtVolumes.make(volume, tree, size, options);
        }

        @Override
        protected FileSystemType type() {
            return type;
        }

        @Override
        protected boolean isCaseSensitive() {
            return true;
        }
    }

    @Nested
    class Ext2OfSmallBlocks extends ExtContract {
        Ext2OfSmallBlocks() {
            super(FileSystemType.EXT2, 8 * MIB, "-t", "ext2", "-b", "1024");
        }
    }

    @Nested
    class Ext3 extends ExtContract {
        Ext3() {
            super(FileSystemType.EXT3, 16 * MIB, "-t", "ext3", "-I", "256");
        }
    }

    @Nested
    class Ext4 extends ExtContract {
        Ext4() {
            super(FileSystemType.EXT4, 16 * MIB, "-t", "ext4");
        }
    }

    @Nested
    class Ext4WithInlineData extends ExtContract {
        Ext4WithInlineData() {
            super(FileSystemType.EXT4, 16 * MIB, "-t", "ext4", "-O", "inline_data", "-I", "512");
        }
    }

    @Nested
    class Ext4WithDescriptorsInTheirGroups extends ExtContract {
        Ext4WithDescriptorsInTheirGroups() {
            super(FileSystemType.EXT4, 160 * MIB, "-t", "ext4", "-b", "1024", "-O", "meta_bg,^resize_inode");
        }
    }

    @Nested
    class Ext4OfClusters extends ExtContract {
        Ext4OfClusters() {
            super(FileSystemType.EXT4, 64 * MIB, "-t", "ext4", "-O", "bigalloc", "-C", "16384", "-N", "1024");
        }
    }

    @Nested
    class Ext4OfSmallBlocksInClusters extends ExtContract {
        Ext4OfSmallBlocksInClusters() {
            super(
                    FileSystemType.EXT4,
                    64 * MIB,
                    "-t",
                    "ext4",
                    "-O",
                    "bigalloc",
                    "-b",
                    "1024",
                    "-C",
                    "8192",
                    "-N",
                    "1024");
        }
    }

    @Nested
    class Ext4OfLargeBlocks extends ExtContract {
        Ext4OfLargeBlocks() {
            super(FileSystemType.EXT4, 96 * MIB, "-t", "ext4", "-b", "65536");
        }
    }

    @Nested
    class Ext4WithoutChecksums extends ExtContract {
        Ext4WithoutChecksums() {
            super(FileSystemType.EXT4, 32 * MIB, "-t", "ext4", "-b", "2048", "-O", "^64bit,^metadata_csum,uninit_bg");
        }
    }

    @Nested
    class Ext4WithEveryOtherFeature extends ExtContract {
        Ext4WithEveryOtherFeature() {
            super(
                    FileSystemType.EXT4,
                    16 * MIB,
                    "-t",
                    "ext4",
                    "-O",
                    "casefold,large_dir,ea_inode,metadata_csum_seed,sparse_super2",
                    "-E",
                    "encoding=utf8");
        }
    }

    @TempDir
    Path folder;

    private Path image(long size, String... options) throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/os-release"), "ID=debian\n");
        Files.createSymbolicLink(tree.resolve("short"), Path.of("etc/os-release"));
        Files.createSymbolicLink(tree.resolve("long"), Path.of("x".repeat(200)));
        Files.createSymbolicLink(tree.resolve("between"), Path.of("y".repeat(70)));
        try (RandomAccessFile sparse =
                new RandomAccessFile(tree.resolve("sparse").toFile(), "rw")) {
            // One block in each of a block map's levels, and far more extents than an inode holds.
            for (int i = 0; i < 700; i++) {
                sparse.seek(i * 98_304L);
                sparse.write(("block " + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        Path many = Files.createDirectory(tree.resolve("many"));
        for (int i = 0; i < 500; i++) {
            Files.writeString(many.resolve("a name that is long enough to fill blocks, \u00fc " + i), "");
        }
        Path image = folder.resolve("volume.img");
        ExtVolumes.make(image, tree, size, options);
        return image;
    }

    private static byte[] content(FileSystem fileSystem, String path) throws IOException {
        FileEntry file = fileSystem.find(path).orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        fileSystem.read(file, 0, bytes);
        return bytes.array();
    }

    private static MemoryDisk memory(Path image) throws IOException {
        return MemoryDisk.of(Files.readAllBytes(image));
    }

    @ParameterizedTest
    @CsvSource({"ext2, 1024", "ext4, 1024", "ext4, 4096"})
    void readsHolesAndFragments(String type, String blockSize) throws IOException {
        try (FileDisk disk = FileDisk.open(image(20 * MIB, "-t", type, "-b", blockSize))) {
            assertThat(content(ExtFileSystem.open(disk), "sparse"))
                    .isEqualTo(Files.readAllBytes(folder.resolve("tree/sparse")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext4"})
    void tellsWhereLinksLead(String type) throws IOException {
        try (FileDisk disk = FileDisk.open(image(20 * MIB, "-t", type))) {
            FileSystem fileSystem = ExtFileSystem.open(disk);
            for (String name : new String[] {"short", "long", "between"}) {
                FileEntry link = fileSystem.find(name).orElseThrow();
                assertThat(link.kind()).isEqualTo(FileEntry.Kind.LINK);
                assertThat(fileSystem.readLink(link))
                        .isEqualTo(Files.readSymbolicLink(folder.resolve("tree").resolve(name))
                                .toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"half_md4", "tea", "legacy"})
    void looksUpByHashWhatE2fsckHasIndexed(String hash) throws IOException {
        Path image = image(20 * MIB, "-t", "ext4", "-b", "1024");
        ExtVolumes.index(image, hash);
        try (FileDisk disk = FileDisk.open(image)) {
            ExtFileSystem fileSystem = ExtFileSystem.open(disk);
            FileEntry many = fileSystem.find("many").orElseThrow();
            assertThat(fileSystem.list(many)).hasSize(500);
            for (FileEntry entry : fileSystem.list(many)) {
                assertThat(fileSystem.lookup(many, entry.name())).contains(entry);
            }
            assertThat(fileSystem.lookup(many, "missing")).isEmpty();
            assertThat(fileSystem.warnings()).isEmpty();
        }
    }

    @Test
    void readsByTheCopyWhereTheSuperblockIsLost() throws IOException {
        MemoryDisk volume = memory(image(20 * MIB, "-t", "ext4", "-b", "1024"));
        for (int at = 1024; at < 4096; at++) {
            volume.bytes().put(at, (byte) 0);
        }
        FileSystem fileSystem = FileSystems.open(volume).orElseThrow();
        assertThat(content(fileSystem, "etc/os-release")).asString().isEqualTo("ID=debian\n");
        assertThat(fileSystem.warnings())
                .extracting(ImageWarning::message)
                .anyMatch(message -> message.contains("its copy at byte 8389632 is used"));
    }

    @Test
    void tellsOfWrongChecksumsAndReadsOn() throws IOException {
        MemoryDisk volume = memory(image(20 * MIB, "-t", "ext4", "-b", "1024"));
        FileEntry file = ExtFileSystem.open(volume).find("etc/os-release").orElseThrow();
        byte[] text = "ID=debian\n".getBytes(StandardCharsets.UTF_8);
        assertThat(file.size()).isEqualTo(text.length);
        // The access time of every inode of the first group: nothing that a reader needs.
        ExtGeometry geometry = ExtGeometry.read(volume, ExtGeometry.OFFSET);
        long table = new ExtVolume(volume, geometry, new ExtFindings())
                        .inode(1)
                        .place()
                        .offsetOf(0)
                - 0x28;
        for (int inode = 0; inode < geometry.inodesPerGroup(); inode++) {
            volume.bytes().put((int) table + inode * geometry.inodeSize() + 8, (byte) 0x55);
        }
        FileSystem fileSystem = ExtFileSystem.open(volume);
        assertThat(content(fileSystem, "etc/os-release")).isEqualTo(text);
        assertThat(fileSystem.warnings()).extracting(ImageWarning::structure).contains("ext inode");
    }

    @ParameterizedTest
    @CsvSource({"0x1, compression", "0x1000, dirdata", "0x80000, incompatible feature 0x80000"})
    void refusesFeaturesByName(String bit, String name) throws IOException {
        MemoryDisk volume = memory(image(20 * MIB, "-t", "ext2"));
        volume.bytes().putInt(1024 + 0x60, volume.bytes().getInt(1024 + 0x60) | Integer.decode(bit));
        // The copies agree, or they would be used.
        for (int at = 8192; at + 0x64 < volume.size(); at += 1024) {
            if (volume.bytes().getShort(at + 0x38) == (short) 0xEF53) {
                volume.bytes().putInt(at + 0x60, volume.bytes().getInt(at + 0x60) | Integer.decode(bit));
            }
        }
        assertThatThrownBy(() -> ExtFileSystem.open(volume)).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED);
            assertThat(e.reason()).contains(name);
        });
    }

    @ParameterizedTest
    @CsvSource({"'jo', '^metadata_csum,^64bit'", "'jo', '^metadata_csum,64bit'", "'jo -c', 'metadata_csum,64bit'"})
    void readsWhatIsInTheJournalOnly(String open, String features) throws IOException {
        Path image = image(20 * MIB, "-t", "ext4", "-b", "1024", "-O", features);
        long block;
        try (FileDisk disk = FileDisk.open(image)) {
            ExtFileSystem fileSystem = ExtFileSystem.open(disk);
            FileEntry sparse = fileSystem.find("sparse").orElseThrow();
            ExtVolume volume = new ExtVolume(disk, ExtGeometry.read(disk, ExtGeometry.OFFSET), new ExtFindings());
            block = new ExtentTree(volume.inode(sparse.locator()), volume)
                    .run(96)
                    .first();
        }
        // Begins with the journal's own mark, which has to be kept out of the ring.
        byte[] fresh = new byte[2048];
        new Random(5).nextBytes(fresh);
        ByteBuffer.wrap(fresh).putInt(Journal.MAGIC);
        Path file = Files.write(folder.resolve("blocks"), fresh);
        Path requests = Files.writeString(
                folder.resolve("requests"),
                open + "\njw -b " + block + "," + (block + 1) + " " + file + "\njw -r " + (block + 1) + "\njc\n");
        ExtVolumes.debugfs(image, true, requests);
        byte[] before;
        try (FileDisk disk = FileDisk.open(image)) {
            ByteBuffer home = ByteBuffer.allocate(2048);
            disk.read(block * 1024, home);
            before = home.array();
            assertThat(before).isNotEqualTo(fresh);
            ExtFileSystem fileSystem = ExtFileSystem.open(disk);
            ByteBuffer read = ByteBuffer.allocate(1024);
            fileSystem.read(fileSystem.find("sparse").orElseThrow(), 98_304, read);
            assertThat(read.array()).isEqualTo(Arrays.copyOf(fresh, 1024));
            assertThat(fileSystem.warnings())
                    .extracting(ImageWarning::message)
                    .anyMatch(message -> message.contains("are read from the journal"));
        }
    }

    @Test
    void survivesRandomDamage() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("small"));
        for (int i = 0; i < 30; i++) {
            Files.write(tree.resolve("file " + i), new byte[i * 500]);
        }
        Files.createDirectories(tree.resolve("a/b/c"));
        Path image = folder.resolve("small.img");
        ExtVolumes.make(image, tree, MIB, "-t", "ext4", "-b", "1024", "-N", "64", "-O", "^has_journal");
        byte[] intact = Files.readAllBytes(image);
        Random random = new Random(20261123);
        int opened = 0;
        for (int round = 0; round < 1500; round++) {
            MemoryDisk volume = MemoryDisk.of(intact.clone());
            for (int i = 0; i <= random.nextInt(6); i++) {
                int at = random.nextBoolean() ? 1024 + random.nextInt(1024) : random.nextInt(64 * 1024);
                volume.bytes().put(at, (byte) random.nextInt());
            }
            try {
                FileSystem fileSystem = ExtFileSystem.open(volume);
                fileSystem.usedBytes();
                visit(fileSystem, fileSystem.root(), 0);
                opened++;
            } catch (BadImageException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(opened).isPositive();
    }

    private static void visit(FileSystem fileSystem, FileEntry directory, int depth) throws IOException {
        for (FileEntry entry : fileSystem.list(directory)) {
            if (entry.isDirectory() && depth < 5) {
                visit(fileSystem, entry, depth + 1);
            } else if (entry.isFile()) {
                fileSystem.read(entry, 0, ByteBuffer.allocate((int) Math.min(entry.size(), 1 << 16)));
            } else if (entry.isLink()) {
                fileSystem.readLink(entry);
            }
        }
    }
}
