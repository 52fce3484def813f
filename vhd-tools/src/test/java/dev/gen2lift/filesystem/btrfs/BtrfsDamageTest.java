package dev.gen2lift.filesystem.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.volume.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is damaged, foreign or hostile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BtrfsDamageTest {

    private FileDisk volume;
    private BtrfsEditor editor;

    @BeforeAll
    void unpack(@TempDir Path folder) throws IOException {
        Path image = folder.resolve("volume.img");
        BtrfsVolume.unpack("volume", image);
        volume = FileDisk.open(image);
        editor = new BtrfsEditor(volume);
    }

    @AfterAll
    void close() throws IOException {
        volume.close();
    }

    @BeforeEach
    void restore() {
        editor.restore();
        editor.grow(volume.size());
    }

    private static byte[] content(FileSystem fileSystem, String path) throws IOException {
        FileEntry file = fileSystem.find(path).orElseThrow(() -> new AssertionError("not found: " + path));
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        fileSystem.read(file, 0, bytes);
        return bytes.array();
    }

    private void assertRefused(BadImageException.Kind kind, String reason) {
        assertThatThrownBy(() -> BtrfsFileSystem.open(editor)).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.reason()).contains(reason);
        });
    }

    @Test
    void usesTheSecondSuperblockAndSaysSo() throws IOException {
        editor.page(BtrfsEditor.SUPERBLOCK).put(0x12B, (byte) 'X');
        BtrfsFileSystem fileSystem = BtrfsFileSystem.open(editor);
        assertThat(fileSystem.label()).contains("GEN2LIFT");
        assertThat(fileSystem.warnings())
                .singleElement()
                .matches(warning -> warning.message().contains("a copy is used: checksum is wrong"));
        assertThat(content(fileSystem, "etc/os-release")).asString().isEqualTo("ID=gen2lift\n");
    }

    @Test
    void usesTheNewestOfTheCopies() throws IOException {
        long third = 256L << 30;
        editor.grow(third + (1 << 20));
        ByteBuffer superblock = editor.page(BtrfsEditor.SUPERBLOCK);
        long generation = superblock.getLong(0x48);
        editor.page(third).put(0, superblock, 0, BtrfsEditor.PAGE);
        editor.page(third).putLong(0x30, third).put(0x12B, (byte) '3').putLong(0x48, generation + 1);
        editor.sign(third);
        superblock.put(0x40, (byte) 'X');
        assertThat(Superblocks.find(editor, new Warnings()).label()).isEqualTo("3EN2LIFT");

        editor.page(third).putLong(0x48, generation - 1);
        editor.sign(third);
        assertThat(Superblocks.find(editor, new Warnings()).label()).isEqualTo("GEN2LIFT");

        editor.page(BtrfsEditor.COPY).put(0x48, (byte) 'X');
        assertThat(Superblocks.find(editor, new Warnings()).label()).isEqualTo("3EN2LIFT");
    }

    @Test
    void refusesAVolumeWithoutAGoodSuperblock() throws IOException {
        editor.page(BtrfsEditor.SUPERBLOCK).put(0x12B, (byte) 'X');
        editor.page(BtrfsEditor.COPY).put(0x12B, (byte) 'X');
        assertRefused(BadImageException.Kind.CORRUPT, "checksum is wrong");
    }

    @Test
    void usesTheSecondCopyOfEveryTreeBlockAndSaysSo() throws IOException {
        byte[] intact = content(BtrfsFileSystem.open(editor), "packed/zstd/several");
        for (List<Long> copies : editor.blocks()) {
            editor.page(copies.get(0)).putLong(200, -2);
        }
        BtrfsFileSystem fileSystem = BtrfsFileSystem.open(editor);
        assertThat(content(fileSystem, "packed/zstd/several")).isEqualTo(intact);
        assertThat(fileSystem.list(fileSystem.find("many").orElseThrow())).hasSize(700);
        assertThat(fileSystem.warnings())
                .isNotEmpty()
                .allMatch(warning -> warning.message().contains("its copy is used: checksum is wrong"));
    }

    @Test
    void refusesTreeBlocksThatAreDamagedInBothCopies() throws IOException {
        for (List<Long> copies : editor.blocks()) {
            for (long at : copies) {
                editor.page(at).putLong(200, -2);
            }
        }
        assertRefused(BadImageException.Kind.CORRUPT, "checksum is wrong");
    }

    @Test
    void refusesDamagedContentOfAFile() throws IOException {
        for (long at : editor.data()) {
            editor.page(at).put(4000, (byte) (editor.page(at).get(4000) + 1));
        }
        BtrfsFileSystem fileSystem = BtrfsFileSystem.open(editor);
        for (String path : List.of("plain/large", "packed/zstd/several")) {
            assertThatThrownBy(() -> content(fileSystem, path)).isInstanceOfSatisfying(BadImageException.class, e -> {
                assertThat(e.structure()).isEqualTo("btrfs file data");
                assertThat(e.reason()).isEqualTo("checksum is wrong");
            });
        }
        assertThat(content(fileSystem, "etc/os-release")).asString().isEqualTo("ID=gen2lift\n");
    }

    @Test
    void usesTheSecondCopyOfContentAndSaysSo(@TempDir Path folder) throws IOException {
        byte[] content = new byte[100_001];
        new Random(4).nextBytes(content);
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.write(tree.resolve("file"), content);
        Path image = folder.resolve("mixed.img");
        BtrfsVolume.make(image, 256 << 20, tree, "-M", "-m", "dup", "-d", "dup");
        try (FileDisk mixed = FileDisk.open(image)) {
            BtrfsEditor copies = new BtrfsEditor(mixed);
            Set<ByteBuffer> seen = new HashSet<>();
            for (long at : copies.data()) {
                if (seen.add(ByteBuffer.wrap(copies.page(at).array().clone()))) {
                    copies.page(at).put(9, (byte) (copies.page(at).get(9) + 1));
                }
            }
            BtrfsFileSystem fileSystem = BtrfsFileSystem.open(copies);
            assertThat(content(fileSystem, "file")).isEqualTo(content);
            assertThat(fileSystem.warnings())
                    .hasSize(25)
                    .allMatch(warning -> warning.message().contains("its copy is used"));
        }
    }

    @Test
    void readsFilesThatHaveNoChecksums() throws IOException {
        byte[] intact = content(BtrfsFileSystem.open(editor), "plain/large");
        editor.items(Key.EXTENT_CSUM, sums -> {
            for (int i = 0; i < sums.capacity(); i++) {
                sums.put(i, (byte) 0);
            }
        });
        assertThatThrownBy(() -> content(BtrfsFileSystem.open(editor), "plain/large"))
                .isInstanceOf(BadImageException.class);
        editor.restore();
        editor.removeItems(Key.EXTENT_CSUM);
        assertThat(content(BtrfsFileSystem.open(editor), "plain/large")).isEqualTo(intact);
    }

    @Test
    void refusesABlockOfAnotherTransaction() throws IOException {
        ByteBuffer superblock = editor.page(BtrfsEditor.SUPERBLOCK);
        superblock.putLong(0x48, superblock.getLong(0x48) + 1);
        editor.sign(BtrfsEditor.SUPERBLOCK);
        assertRefused(BadImageException.Kind.CORRUPT, "generation");
    }

    /** Bits that are set in the superblock, and what they stand for. */
    @ParameterizedTest
    @CsvSource({
        "0x88, 0x2, spans 3 devices",
        "0xBC, 0x80, RAID 5 or 6",
        "0xBC, 0x800, RAID 1 of three or four copies",
        "0xBC, 0x1000, zoned device",
        "0xBC, 0x2000, extent tree v2",
        "0xBC, 0x4000, RAID stripe tree",
        "0xBC, 0x400000000000, unknown incompatible feature 0x400000000000",
        "0x38, 0x100000000, seed device of other file systems",
        "0x38, 0x200000000, image of metadata alone",
        "0xC4, 0x9, checksums of the unknown type 9",
    })
    void refusesByName(String offset, String bits, String reason) throws IOException {
        ByteBuffer superblock = editor.page(BtrfsEditor.SUPERBLOCK);
        int at = Integer.decode(offset);
        superblock.putLong(at, superblock.getLong(at) | Long.decode(bits));
        editor.sign(BtrfsEditor.SUPERBLOCK);
        assertRefused(BadImageException.Kind.UNSUPPORTED, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "0x8, RAID0",
        "0x10, RAID1",
        "0x40, RAID10",
        "0x80, RAID5",
        "0x100, RAID6",
        "0x200, RAID1C3",
        "0x400, RAID1C4",
        "0x800, 0x800",
    })
    void refusesChunksOfOtherProfiles(String profile, String name) throws IOException {
        editor.items(Key.CHUNK_ITEM, chunk -> chunk.putLong(24, 1 | Long.decode(profile)));
        assertRefused(BadImageException.Kind.UNSUPPORTED, "chunk profile " + name);
    }

    @Test
    void refusesChunksOfAnotherDevice() throws IOException {
        editor.items(Key.CHUNK_ITEM, chunk -> chunk.putLong(48, 2));
        assertRefused(BadImageException.Kind.UNSUPPORTED, "chunk on device 2");
    }

    @Test
    void startsAtTheTopWhereTheDefaultSubvolumeIsGone() throws IOException {
        editor.items(Key.DIR_ITEM, item -> {
            byte[] name = new byte[item.capacity() - 30];
            item.get(30, name);
            if (new String(name, StandardCharsets.US_ASCII).equals("default")) {
                item.putLong(0, 4000);
            }
        });
        BtrfsFileSystem fileSystem = BtrfsFileSystem.open(editor);
        assertThat(fileSystem.root()).isEqualTo(fileSystem.topLevel());
        assertThat(content(fileSystem, "@/etc/os-release")).asString().isEqualTo("ID=gen2lift\n");
        assertThat(fileSystem.warnings())
                .singleElement()
                .matches(warning -> warning.message().contains("default subvolume 4000 does not exist"));
    }

    /** Fields of file extents that hostile volumes fill. */
    @ParameterizedTest
    @CsvSource({
        "8, 0x40000000, LIMIT, compressed bytes in one extent",
        "29, 0x40000000, LIMIT, bytes of compressed data in one extent",
        "37, 0x7FFFFFFFFFFFFFFF, CORRUPT, bytes at",
        "45, 0x7FFFFFFFFFFFFFFF, CORRUPT, bytes at",
        "21, 0x7FFFFFFFFFFFF000, CORRUPT, no chunk holds the address",
        "16, 0x7, UNSUPPORTED, compressed by the unknown method 7",
        "17, 0x1, UNSUPPORTED, encrypted",
        "20, 0x9, UNSUPPORTED, file extent of the unknown type 9",
    })
    void refusesHostileExtents(int at, String value, BadImageException.Kind kind, String reason) throws IOException {
        editor.items(Key.EXTENT_DATA, extent -> {
            if (extent.capacity() == 53 && at < 21 && at > 8) {
                extent.put(at, Integer.decode(value).byteValue());
            } else if (extent.capacity() == 53) {
                extent.putLong(at, Long.decode(value));
            }
        });
        BtrfsFileSystem fileSystem = BtrfsFileSystem.open(editor);
        assertThatThrownBy(() -> content(fileSystem, "packed/zstd/several"))
                .isInstanceOfSatisfying(BadImageException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.reason()).contains(reason);
                });
        assertThat(content(fileSystem, "etc/os-release")).asString().isEqualTo("ID=gen2lift\n");
    }

    @Test
    void endsOnRandomDamage() throws IOException {
        Random random = new Random(20261123);
        visit(BtrfsFileSystem.open(editor));
        List<List<Long>> blocks = editor.blocks().stream()
                .filter(copies -> copies.stream().anyMatch(editor::isTouched))
                .toList();
        List<Long> data = editor.data().stream().filter(editor::isTouched).toList();
        int whole = 0;
        int refused = 0;
        for (int round = 0; round < 1500; round++) {
            if (random.nextBoolean()) {
                // Without checksums that are verified, damage gets further.
                editor.page(BtrfsEditor.SUPERBLOCK).putShort(0xC4, (short) ChecksumType.BLAKE2.ordinal());
                editor.sign(BtrfsEditor.SUPERBLOCK);
            }
            for (int i = 0; i <= random.nextInt(6); i++) {
                switch (random.nextInt(16)) {
                    case 0 -> change(random, List.of(BtrfsEditor.SUPERBLOCK), true);
                    case 1, 2, 3, 4, 5 -> change(random, List.of(data.get(random.nextInt(data.size()))), false);
                    default -> change(random, blocks.get(random.nextInt(blocks.size())), random.nextInt(16) > 0);
                }
            }
            try {
                visit(BtrfsFileSystem.open(editor));
                whole++;
            } catch (BadImageException e) {
                assertThat(e.reason()).isNotBlank();
                refused++;
            }
            editor.restore();
        }
        assertThat(whole).isPositive();
        assertThat(refused).isGreaterThan(100);
    }

    /** The same change in all copies. */
    private void change(Random random, List<Long> copies, boolean sign) throws IOException {
        int at = random.nextBoolean() ? random.nextInt(BtrfsEditor.PAGE - 8) : 32 + random.nextInt(400);
        int width = 1 << random.nextInt(4);
        byte[] bytes = new byte[width];
        switch (random.nextInt(3)) {
            case 0 -> Arrays.fill(bytes, (byte) 0xFF);
            case 1 -> Arrays.fill(bytes, 0, 1, (byte) random.nextInt(16));
            default -> random.nextBytes(bytes);
        }
        for (long copy : copies) {
            editor.page(copy).put(at, bytes);
            if (sign) {
                editor.sign(copy);
            }
        }
    }

    /** Goes on behind damage, and throws the last that it met. */
    private static void visit(BtrfsFileSystem fileSystem) throws IOException {
        List<FileEntry> folders = new ArrayList<>(List.of(fileSystem.topLevel()));
        BadImageException last = null;
        for (int i = 0; i < folders.size() && i < 40; i++) {
            int files = 0;
            try {
                for (FileEntry entry : fileSystem.list(folders.get(i))) {
                    if (entry.isDirectory()) {
                        folders.add(entry);
                    } else if (entry.isLink()) {
                        fileSystem.readLink(entry);
                    } else if (entry.isFile() && files++ < 12) {
                        fileSystem.read(entry, 0, ByteBuffer.allocate((int) Math.min(entry.size(), 100_000)));
                    }
                }
            } catch (BadImageException e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
    }
}
