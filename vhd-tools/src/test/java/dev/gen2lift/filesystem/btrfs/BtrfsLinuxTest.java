package dev.gen2lift.filesystem.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.fuzz.ContentSource;
import dev.gen2lift.volume.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that Linux wrote, and all that Linux reads from them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BtrfsLinuxTest {

    private static final int PIECE = 300_001;

    private Path image;
    private FileDisk volume;
    private BtrfsFileSystem fileSystem;

    @BeforeAll
    void unpack(@TempDir Path folder) throws IOException {
        image = folder.resolve("volume.img");
        BtrfsVolume.unpack("volume", image);
        volume = FileDisk.open(image);
        fileSystem = BtrfsFileSystem.open(volume);
    }

    @AfterAll
    void close() throws IOException {
        volume.close();
    }

    @Test
    void readsTheDefaultSubvolumeAsLinuxDoes() throws IOException {
        assertThat(manifest(fileSystem.root()))
                .containsExactlyInAnyOrderElementsOf(BtrfsVolume.manifest().stream()
                        .filter(line -> line.contains(" ./@/"))
                        .map(line -> line.replace(" ./@/", " ./"))
                        .toList());
        assertThat(fileSystem.warnings()).isEmpty();
    }

    @Test
    void readsAllSubvolumesAsLinuxDoes() throws IOException {
        assertThat(manifest(fileSystem.topLevel())).containsExactlyInAnyOrderElementsOf(BtrfsVolume.manifest());
    }

    /** What Linux says of each path, as {@code make.sh} writes it. */
    private List<String> manifest(FileEntry from) throws IOException {
        List<String> lines = new ArrayList<>();
        List<FileEntry> folders = new ArrayList<>(List.of(from));
        List<String> paths = new ArrayList<>(List.of("."));
        for (int i = 0; i < folders.size(); i++) {
            for (FileEntry entry : fileSystem.list(folders.get(i))) {
                String path = paths.get(i) + "/" + entry.name();
                lines.add(line(entry) + " " + path);
                assertThat(fileSystem.lookup(folders.get(i), entry.name())).contains(entry);
                if (entry.isDirectory()) {
                    folders.add(entry);
                    paths.add(path);
                }
            }
        }
        return lines;
    }

    private String line(FileEntry entry) throws IOException {
        return switch (entry.kind()) {
            case FILE -> "file " + entry.size() + " " + digest(entry);
            case DIRECTORY -> "directory 0 -";
            case LINK -> "link " + fileSystem.readLink(entry) + " -";
            case OTHER -> "other 0 -";
        };
    }

    private String digest(FileEntry file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        for (long at = 0; at < file.size(); at += PIECE) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, file.size() - at));
            fileSystem.read(file, at, piece);
            digest.update(piece.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private byte[] content(String path) throws IOException {
        FileEntry file = fileSystem.find(path).orElseThrow(() -> new AssertionError("not found: " + path));
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        fileSystem.read(file, 0, bytes);
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "lzo", "zstd"})
    void readsAnyRangeOfACompressedFile(String method) throws IOException {
        for (String name : List.of("inline", "several", "holes", "overwritten")) {
            FileEntry file = fileSystem.find("packed/" + method + "/" + name).orElseThrow();
            byte[] whole = content("packed/" + method + "/" + name);
            Random random = new Random(3);
            for (int round = 0; round < 50; round++) {
                int offset = random.nextInt(whole.length);
                ByteBuffer part = ByteBuffer.allocate(random.nextInt(Math.min(whole.length - offset, 50_000)) + 1);
                fileSystem.read(file, offset, part);
                assertThat(part.array()).isEqualTo(Arrays.copyOfRange(whole, offset, offset + part.capacity()));
            }
        }
    }

    @Test
    void tellsNamesOfEqualHashApart() throws IOException {
        for (String name : List.of("unit-577105044.conf", "unit-841678834.conf")) {
            assertThat(new String(content("plain/" + name), StandardCharsets.UTF_8))
                    .isEqualTo(name + "\n");
        }
        assertThat(DirectoryItem.hash("unit-577105044.conf".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(DirectoryItem.hash("unit-841678834.conf".getBytes(StandardCharsets.US_ASCII)));
    }

    /** The snapshot was taken when the nested subvolume had a file, but shows it as an empty folder. */
    @Test
    void showsSubvolumesBelowASnapshotAsEmptyFolders() throws IOException {
        FileEntry nested = fileSystem.find("snapshot/var/nested").orElseThrow();
        assertThat(fileSystem.list(nested)).isEmpty();
        assertThat(fileSystem.lookup(nested, "file")).isEmpty();
        assertThat(fileSystem.find("var/nested/file")).isPresent();
    }

    /** As {@code subvol=@home} in fstab means it, whichever subvolume is the default one. */
    @Test
    void findsASubvolumeFromTheTop() throws IOException {
        assertThat(fileSystem.find("@home")).isEmpty();
        assertThat(fileSystem.find(fileSystem.topLevel(), "/@home/user/file")).isPresent();
    }

    /** The fuzzer's seed is read to its end, so what it is changed to can go as far. */
    @Test
    void readsTheSeedOfTheFuzzer() throws IOException {
        FileSystem seed = BtrfsFileSystem.open(new ContentSource(BtrfsVolume.unchecked()));
        for (String path : List.of("packed/zlib/one", "packed/lzo/one", "packed/zstd/one")) {
            FileEntry file = seed.find(path).orElseThrow();
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            seed.read(file, 0, bytes);
            assertThat(bytes.array()).isEqualTo(content(path));
        }
    }

    @Test
    void findsAFileWithFewReads() throws IOException {
        AtomicLong read = new AtomicLong();
        ByteSource metered = new Metered(volume, read);
        FileSystem opened = FileSystems.open(metered).orElseThrow();
        FileEntry file = opened.find("/etc/os-release").orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        opened.read(file, 0, bytes);
        assertThat(new String(bytes.array(), StandardCharsets.UTF_8)).isEqualTo("ID=gen2lift\n");
        assertThat(read.get()).isLessThan(256 << 10);
    }

    private record Metered(ByteSource source, AtomicLong bytes) implements ByteSource {

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            bytes.addAndGet(into.remaining());
            source.read(offset, into);
        }
    }

    @Test
    void saysThatALogIsNotReplayed(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("log.img");
        BtrfsVolume.unpack("log", log);
        try (FileDisk disk = FileDisk.open(log)) {
            assertThat(BtrfsFileSystem.open(disk).warnings())
                    .singleElement()
                    .matches(warning -> warning.message().contains("not replayed"));
        }
    }
}
