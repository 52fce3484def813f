package dev.gen2lift.filesystem.xfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.Corpus;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemContract;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XfsFileSystemTest {

    private static final long MIB = 1 << 20;
    private static final long SIZE = 320 * MIB;
    private static final String VERSION_4 = "-m crc=0,finobt=0,rmapbt=0,reflink=0";

    abstract static class XfsContract extends FileSystemContract {

        private final String options;

        XfsContract(String options) {
            this.options = options;
        }

        @Override
        protected void make(Path volume, Path tree) throws IOException {
            XfsVolumes.make(volume, XfsVolumes.tree(tree), SIZE, options.split(" "));
        }

        @Override
        protected String spelled(String name) {
            return name.replace(' ', '_');
        }

        @Override
        protected FileSystemType type() {
            return FileSystemType.XFS;
        }

        @Override
        protected boolean isCaseSensitive() {
            return true;
        }
    }

    @Nested
    class Version5 extends XfsContract {
        Version5() {
            super("-m crc=1");
        }
    }

    @Nested
    class Version5OfSmallBlocks extends XfsContract {
        Version5OfSmallBlocks() {
            super("-b size=1024 -i nrext64=1");
        }
    }

    @Nested
    class Version5OfLargeDirectoryBlocks extends XfsContract {
        Version5OfLargeDirectoryBlocks() {
            super("-b size=1024 -n size=65536 -m rmapbt=1");
        }
    }

    @Nested
    class Version5OfLargeSectors extends XfsContract {
        Version5OfLargeSectors() {
            super("-s size=4096 -i size=2048,sparse=0 -m bigtime=0");
        }
    }

    @Nested
    class Version4 extends XfsContract {
        Version4() {
            super(VERSION_4);
        }
    }

    @Nested
    class Version4OfSmallestBlocks extends XfsContract {
        Version4OfSmallestBlocks() {
            super(VERSION_4 + " -b size=512 -i size=256 -n ftype=0");
        }
    }

    @TempDir
    Path folder;

    private final byte[] random = new byte[300_001];

    private Path tree() throws IOException {
        new Random(1).nextBytes(random);
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectory(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/os-release"), "ID=rhel\n");
        Files.createSymbolicLink(tree.resolve("etc/link"), Path.of("../random"));
        Files.createSymbolicLink(tree.resolve("etc/long"), Path.of("x".repeat(200) + "/" + "y".repeat(400)));
        Files.write(tree.resolve("random"), random);
        return tree;
    }

    private Path image(String options) throws IOException {
        return image(0, options);
    }

    /** With a folder of that many entries, whose blocks lie between those of its files. */
    private Path image(int count, String options) throws IOException {
        Path tree = folder.resolve("tree");
        Path image = folder.resolve("volume.img");
        String many = XfsVolumes.folder("folder", count, tree.resolve("etc/os-release"));
        XfsVolumes.make(image, XfsVolumes.tree(tree) + many, SIZE, options.split(" "));
        return image;
    }

    private static FileEntry find(FileSystem fileSystem, String path) throws IOException {
        return fileSystem.find(path).orElseThrow(() -> new AssertionError("not found: " + path));
    }

    private static byte[] content(FileSystem fileSystem, String path) throws IOException {
        FileEntry file = find(fileSystem, path);
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        fileSystem.read(file, 0, bytes);
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m crc=1", "-b size=1024", VERSION_4, VERSION_4 + " -b size=512 -i size=256"})
    void tellsWhereLinksLead(String options) throws IOException {
        Path tree = tree();
        try (FileDisk disk = FileDisk.open(image(options))) {
            FileSystem fileSystem = FileSystems.open(disk).orElseThrow();
            for (String name : List.of("etc/link", "etc/long")) {
                assertThat(fileSystem.readLink(find(fileSystem, name)))
                        .isEqualTo(Files.readSymbolicLink(tree.resolve(name)).toString());
            }
            assertThat(fileSystem.warnings()).isEmpty();
        }
    }

    /** mkfs.xfs leaves out the header that Linux writes in front of a link's bytes. */
    @Test
    void readsLinksWithTheHeaderThatLinuxWrites() throws IOException {
        tree();
        Path image = image("-m crc=1");
        try (FileDisk disk = FileDisk.open(image)) {
            PatchedSource volume = new PatchedSource(disk);
            XfsFileSystem fileSystem = XfsFileSystem.open(volume);
            FileEntry link = find(fileSystem, "etc/long");
            String target = fileSystem.readLink(link);
            long place = XfsVolumes.number(
                    XfsVolumes.ask(image, "inode " + link.locator(), "dblock 0", "daddr")
                            .replace("current daddr is", "at ="),
                    "at");
            ByteBuffer block = ByteBuffer.allocate(4096);
            block.put(new byte[] {'X', 'S', 'L', 'M'});
            block.position(56).put(target.getBytes(StandardCharsets.UTF_8)).clear();
            volume.put(place * 512, block);
            volume.seal(place * 512, 4096, 12);
            assertThat(XfsFileSystem.open(volume).readLink(link)).isEqualTo(target);
            volume.put(place * 512 + 100, (byte) '!');
            assertThatThrownBy(() -> XfsFileSystem.open(volume).readLink(link))
                    .isInstanceOf(BadImageException.class)
                    .hasMessageContaining("has a wrong checksum");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, local, -m crc=1",
        "30, extents, -m crc=1",
        "900, extents, -m crc=1",
        "7000, btree, -b size=1024",
        "7000, btree, '" + VERSION_4 + " -b size=1024'",
        "3000, btree, -b size=1024 -n size=4096",
    })
    void listsAndFindsWhatXfsDbDoes(int count, String form, String options) throws IOException {
        tree();
        Path image = image(count, options);
        Map<String, Long> expected = XfsVolumes.list(image, "/folder");
        assertThat(expected).hasSize(count);
        assertThat(XfsVolumes.ask(image, "path /folder", "print core.format")).contains(form);
        try (FileDisk disk = FileDisk.open(image)) {
            FileSystem fileSystem = XfsFileSystem.open(disk);
            assertThat(inodes(fileSystem, "folder")).isEqualTo(expected);
            assertThat(fileSystem.find("folder/missing")).isEmpty();
            int last = (count - 1) / 3 * 3;
            assertThat(content(fileSystem, "folder/a_name_that_fills_its_block_" + last))
                    .asString()
                    .isEqualTo("ID=rhel\n");
        }
    }

    /** The inode of every entry, which is found by its name too. */
    private static Map<String, Long> inodes(FileSystem fileSystem, String path) throws IOException {
        FileEntry directory = find(fileSystem, path);
        Map<String, Long> listed = new TreeMap<>();
        for (FileEntry entry : fileSystem.list(directory)) {
            listed.put(entry.name(), entry.locator());
            assertThat(fileSystem.lookup(directory, entry.name())).contains(entry);
        }
        return listed;
    }

    @Test
    void readsAVolumeThatLinuxHasWritten() throws IOException {
        Path image = XfsVolumes.partition(Corpus.unpack("real/discutils-xfs.vhdx", folder), MIB);
        try (FileDisk disk = FileDisk.open(image)) {
            FileSystem fileSystem = XfsFileSystem.open(disk);
            for (String path : List.of("/", "/empty", "/folder", "/folder/nested", "/huge")) {
                assertThat(inodes(fileSystem, path)).isEqualTo(XfsVolumes.list(image, path));
            }
            assertThat(inodes(fileSystem, "/huge")).hasSize(2999);
            assertThat(content(fileSystem, "DATALOSS_WARNING_README.txt"))
                    .asString()
                    .contains("THIS IS A TEMPORARY DISK");
            assertThat(fileSystem.warnings()).isEmpty();
        }
        String logprint = Oracle.require("xfs_logprint").toString();
        assertThat(Oracle.run(Duration.ofSeconds(60), logprint, "-t", image.toString())
                        .out())
                .contains("<CLEAN>");
    }

    @Test
    void findsANameInALargeFolderWithoutReadingIt() throws IOException {
        tree();
        try (FileDisk disk = FileDisk.open(image(7000, "-b size=1024"))) {
            PatchedSource volume = new PatchedSource(disk);
            FileSystem fileSystem = XfsFileSystem.open(volume);
            FileEntry directory = find(fileSystem, "folder");
            long before = volume.bytesRead();
            assertThat(fileSystem.lookup(directory, "a_name_that_fills_its_block_6999"))
                    .isPresent();
            assertThat(fileSystem.lookup(directory, "a_name_that_fills_its_block_7000"))
                    .isEmpty();
            assertThat(volume.bytesRead() - before).isLessThan(7000 * 48 / 4);
        }
    }

    @Test
    void findsANameThoughTheIndexIsDamaged() throws IOException {
        tree();
        Path image = image(900, "-m crc=1");
        long place = XfsVolumes.number(
                XfsVolumes.ask(image, "path /folder", "dblock 8388608", "daddr").replace("current daddr is", "at ="),
                "at");
        try (FileDisk disk = FileDisk.open(image)) {
            PatchedSource volume = new PatchedSource(disk);
            volume.put(place * 512 + 100, (byte) 0x55);
            FileSystem fileSystem = XfsFileSystem.open(volume);
            assertThat(fileSystem.find("folder/a_name_that_fills_its_block_899"))
                    .isPresent();
        }
    }

    @Test
    void hashesNamesAsXfsDbDoes() throws IOException {
        tree();
        Path image = image("-m crc=1");
        for (String name : List.of("a", "ab", "abc", "abcd", "vmlinuz-5.14.0-427.el9.x86_64", "Stra\u00dfe")) {
            assertThat(Integer.toHexString(DirectoryIndex.hash(name.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(XfsVolumes.ask(image, "hash " + name).strip().substring(2));
        }
    }

    @Test
    void foldsTheCaseOfAsciiLettersWhereTheVolumeDoes() throws IOException {
        tree();
        try (FileDisk disk = FileDisk.open(image(900, "-n version=ci"))) {
            FileSystem fileSystem = XfsFileSystem.open(disk);
            assertThat(fileSystem.find("FOLDER/A_NAME_THAT_FILLS_ITS_BLOCK_899"))
                    .map(FileEntry::name)
                    .contains("a_name_that_fills_its_block_899");
            assertThat(fileSystem.sameName("\u00c4", "\u00e4")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m crc=1", "-b size=1024 -d agcount=3", VERSION_4})
    void countsFreeBlocksAsXfsDbDoes(String options) throws IOException {
        tree();
        Path image = image(options);
        String superblock = XfsVolumes.ask(image, "sb 0", "print");
        long used = (XfsVolumes.number(superblock, "dblocks") - XfsVolumes.number(superblock, "fdblocks"))
                * XfsVolumes.number(superblock, "blocksize");
        try (FileDisk disk = FileDisk.open(image)) {
            assertThat(XfsFileSystem.open(disk).usedBytes()).hasValue(used);
            PatchedSource dirty = new PatchedSource(disk);
            soilLog(dirty);
            // The superblock's count is not asked then.
            dirty.put(144, ByteBuffer.allocate(8));
            dirty.seal(0, 512, 224);
            assertThat(XfsFileSystem.open(dirty).usedBytes()).hasValue(used);
        }
    }

    /** Removes the mark of an unmount from every record. */
    private static void soilLog(PatchedSource volume) throws IOException {
        XfsSuperblock superblock = XfsSuperblock.read(volume, 0);
        long log = superblock.place(superblock.logStart());
        int marks = 0;
        for (long at = log; at < log + MIB; at += 512) {
            ByteBuffer sector = ByteBuffer.allocate(512);
            volume.read(at, sector);
            if (sector.getInt(0) == 0xFEED_BABE) {
                volume.put(at + 512 + 9, (byte) 0);
                marks++;
            }
        }
        assertThat(marks).isPositive();
    }

    @Test
    void tellsThatTheLogHoldsChanges() throws IOException {
        tree();
        try (FileDisk disk = FileDisk.open(image("-m crc=1"))) {
            PatchedSource volume = new PatchedSource(disk);
            soilLog(volume);
            assertThat(XfsFileSystem.open(volume).warnings())
                    .extracting(ImageWarning::message)
                    .containsExactly("was not unmounted, its log is not replayed: the newest changes may be missing");
        }
    }

    @Test
    void readsOnWhereTheLogIsNowhere() throws IOException {
        tree();
        try (FileDisk disk = FileDisk.open(image("-m crc=1"))) {
            PatchedSource volume = new PatchedSource(disk);
            volume.put(48, ByteBuffer.allocate(8).putLong(0, 1L << 40));
            volume.seal(0, 512, 224);
            FileSystem fileSystem = XfsFileSystem.open(volume);
            assertThat(fileSystem.warnings())
                    .extracting(ImageWarning::structure)
                    .containsExactly("XFS log");
            assertThat(fileSystem.usedBytes())
                    .hasValue(XfsFileSystem.open(disk).usedBytes().orElseThrow());
            assertThat(content(fileSystem, "random")).isEqualTo(random);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 224, 512})
    void readsByACopyWhereTheSuperblockIsLost(int length) throws IOException {
        tree();
        try (FileDisk disk = FileDisk.open(image("-m crc=1"))) {
            PatchedSource volume = new PatchedSource(disk);
            volume.put(0, ByteBuffer.allocate(length));
            FileSystem fileSystem = FileSystems.open(volume).orElseThrow();
            assertThat(FileSystems.detect(volume).label()).contains("GEN2LIFT");
            assertThat(content(fileSystem, "random")).isEqualTo(random);
            assertThat(fileSystem.warnings())
                    .extracting(ImageWarning::message)
                    .anyMatch(message -> message.matches("signature is missing; its copy at byte \\d+ is used"));
            assertThat(fileSystem.usedBytes())
                    .hasValue(XfsFileSystem.open(disk).usedBytes().orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({"0x10, needsrepair", "0x100, metadir", "0x10000, incompatible feature 0x10000"})
    void refusesFeaturesByName(String bit, String name) throws IOException {
        tree();
        try (FileDisk disk = FileDisk.open(image("-m crc=1"))) {
            PatchedSource volume = new PatchedSource(disk);
            ByteBuffer features = ByteBuffer.allocate(4);
            volume.read(216, features);
            volume.put(
                    216,
                    features.putInt(0, features.getInt(0) | Integer.decode(bit)).clear());
            volume.seal(0, 512, 224);
            assertThatThrownBy(() -> XfsFileSystem.open(volume)).isInstanceOfSatisfying(BadImageException.class, e -> {
                assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED);
                assertThat(e.reason()).contains(name);
            });
        }
    }

    @Test
    void refusesStructuresWithWrongChecksums() throws IOException {
        tree();
        Path image = image(900, "-b size=1024");
        for (String structure :
                List.of("path /,XFS inode", "path /folder;dblock 0,XFS directory", "agf 1,XFS free space header")) {
            String[] parts = structure.split(",");
            String[] commands = (parts[0] + ";daddr").split(";");
            long place = XfsVolumes.number(XfsVolumes.ask(image, commands).replace("current daddr is", "at ="), "at");
            try (FileDisk disk = FileDisk.open(image)) {
                PatchedSource volume = new PatchedSource(disk);
                soilLog(volume);
                // Neither a signature nor a number that would be missed.
                volume.put(place * 512 + 32, (byte) 0x99);
                assertThatThrownBy(() -> visit(XfsFileSystem.open(volume)))
                        .isInstanceOfSatisfying(BadImageException.class, e -> {
                            assertThat(e.structure()).isEqualTo(parts[1]);
                            assertThat(e.reason()).isEqualTo("has a wrong checksum");
                            assertThat(e.kind()).isEqualTo(BadImageException.Kind.CORRUPT);
                        });
            }
        }
    }

    /** Without checksums damage reaches every check behind them. */
    @ParameterizedTest
    @ValueSource(strings = {"-b size=1024", VERSION_4 + " -b size=512 -i size=256"})
    void survivesRandomDamage(String options) throws IOException {
        tree();
        int opened = 0;
        try (FileDisk disk = FileDisk.open(image(300, options))) {
            List<Long> sectors = MetadataSectors.of(disk);
            Random seeded = new Random(20261123);
            for (int round = 0; round < 1500; round++) {
                PatchedSource volume = new PatchedSource(disk);
                for (int i = 0; i <= seeded.nextInt(6); i++) {
                    long sector = sectors.get(seeded.nextInt(seeded.nextBoolean() ? 16 : sectors.size()));
                    volume.put(sector + seeded.nextInt(512), (byte) seeded.nextInt());
                }
                try {
                    visit(XfsFileSystem.open(volume));
                    opened++;
                } catch (BadImageException e) {
                    assertThat(e.reason()).isNotBlank();
                }
            }
        }
        assertThat(opened).isPositive();
    }

    private static void visit(XfsFileSystem fileSystem) throws IOException {
        fileSystem.warnings();
        fileSystem.usedBytes();
        fileSystem.find("folder/a_name_that_fills_its_block_299");
        Deque<FileEntry> folders = new ArrayDeque<>(List.of(fileSystem.root()));
        for (int looked = 0; !folders.isEmpty() && looked < 10; looked++) {
            for (FileEntry entry : fileSystem.list(folders.remove())) {
                if (entry.isDirectory()) {
                    folders.add(entry);
                } else if (entry.isFile()) {
                    fileSystem.read(entry, 0, ByteBuffer.allocate((int) Math.min(entry.size(), 1 << 12)));
                } else if (entry.isLink()) {
                    fileSystem.readLink(entry);
                }
            }
        }
    }
}
