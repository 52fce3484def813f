package dev.gen2lift.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link FileSystem} owes its callers, on a volume that other people's tools have made and filled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FileSystemContract {

    private static final String SPACED_NAME = "A long file name, with Umlaut \u00fc and lower.text";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Path tree;
    private Path image;
    private FileDisk volume;
    private FileSystem fileSystem;

    /** Makes a volume labelled GEN2LIFT with the same files as {@code tree}; skips the test where a tool is missing. */
    protected abstract void make(Path volume, Path tree) throws IOException;

    protected abstract FileSystemType type();

    protected abstract boolean isCaseSensitive();

    /** A name as the tool that fills the volume can write it: some take none with spaces. */
    protected String spelled(String name) {
        return name;
    }

    private String longName() {
        return spelled(SPACED_NAME);
    }

    private String manyName(int number) {
        return spelled("entry number " + number + ".conf");
    }

    @BeforeAll
    void makeVolume(@TempDir Path folder) throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        Random random = new Random(1);
        Path boot = Files.createDirectories(tree.resolve("EFI/BOOT"));
        byte[] loader = new byte[100_001];
        random.nextBytes(loader);
        Files.write(boot.resolve("BOOTX64.EFI"), loader);
        Files.write(tree.resolve(longName()), "long name\n".getBytes(StandardCharsets.UTF_8));
        Files.write(tree.resolve("empty"), new byte[0]);
        Path many = Files.createDirectory(tree.resolve("many"));
        for (int i = 0; i < 200; i++) {
            Files.writeString(many.resolve(manyName(i)), "number " + i);
        }
        image = folder.resolve("volume.img");
        make(image, tree);
        volume = FileDisk.open(image);
        fileSystem = FileSystems.open(volume).orElseThrow();
    }

    @AfterAll
    void closeVolume() throws IOException {
        if (volume != null) {
            volume.close();
        }
    }

    private FileEntry find(String path) throws IOException {
        return fileSystem.find(path).orElseThrow(() -> new AssertionError("not found: " + path));
    }

    private byte[] content(FileEntry file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        fileSystem.read(file, 0, bytes);
        return bytes.array();
    }

    private static List<String> names(List<FileEntry> entries) {
        return entries.stream().map(FileEntry::name).toList();
    }

    @Test
    void knowsItsTypeAndLabel() throws IOException {
        assertThat(fileSystem.type()).isEqualTo(type());
        assertThat(fileSystem.label()).contains("GEN2LIFT");
    }

    /** As the tools of others that look at a volume from outside say it. */
    @Test
    void namesTheVolumeAsBlkidDoes() throws IOException {
        String blkid = Oracle.require("blkid").toString();
        assertThat(fileSystem.identifier())
                .contains(Oracle.run(TIMEOUT, blkid, "-p", "-s", "UUID", "-o", "value", image.toString())
                        .out()
                        .strip());
    }

    @Test
    void usesNoLessThanItsFilesAndNoMoreThanTheVolume() throws IOException {
        long files = 0;
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files += Files.size(path);
            }
        }
        assertThat(fileSystem.usedBytes()).isPresent();
        assertThat(fileSystem.usedBytes().getAsLong()).isBetween(files, volume.size());
    }

    @Test
    void looksUpANameWithoutItsNeighbours() throws IOException {
        FileEntry many = find("many");
        for (FileEntry entry : fileSystem.list(many)) {
            assertThat(fileSystem.lookup(many, entry.name())).contains(entry);
        }
        assertThat(fileSystem.lookup(many, manyName(200))).isEmpty();
    }

    @Test
    void listsWhatAFolderHolds() throws IOException {
        assertThat(names(fileSystem.list(fileSystem.root()))).contains("EFI", longName(), "empty", "many");
        assertThat(names(fileSystem.list(find("many"))))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 200).mapToObj(this::manyName).toList());
    }

    @Test
    void readsEveryFileAsItWasWritten() throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(tree.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        }
        for (var file : files.entrySet()) {
            FileEntry entry = find(file.getKey());
            assertThat(entry.isFile()).isTrue();
            assertThat(entry.size()).isEqualTo(file.getValue().length);
            assertThat(content(entry)).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    @Test
    void readsAnyRangeOfAFile() throws IOException {
        FileEntry loader = find("EFI/BOOT/BOOTX64.EFI");
        ByteSource content = fileSystem.open(loader, "loader");
        byte[] whole = content(loader);
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            int offset = random.nextInt(whole.length);
            int length = random.nextInt(whole.length - offset);
            ByteBuffer part = ByteBuffer.allocate(length + 7).position(3).limit(3 + length);
            content.read(offset, part);
            assertThat(part.position()).isEqualTo(3 + length);
            assertThat(Arrays.copyOfRange(part.array(), 3, 3 + length))
                    .isEqualTo(Arrays.copyOfRange(whole, offset, offset + length));
        }
    }

    @Test
    void refusesToReadBehindAFilesEnd() throws IOException {
        FileEntry loader = find("EFI/BOOT/BOOTX64.EFI");
        assertThatThrownBy(() -> fileSystem.read(loader, loader.size() - 1, ByteBuffer.allocate(2)))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.TRUNCATED));
        fileSystem.read(loader, loader.size(), ByteBuffer.allocate(0));
    }

    @Test
    void findsByPathAndNothingElse() throws IOException {
        assertThat(fileSystem.find("")).contains(fileSystem.root());
        assertThat(find("/EFI/BOOT/BOOTX64.EFI")).isEqualTo(find("EFI//BOOT/BOOTX64.EFI"));
        assertThat(find("EFI/BOOT/").isDirectory()).isTrue();
        assertThat(fileSystem.find("EFI/BOOT/BOOTAA64.EFI")).isEmpty();
        assertThat(fileSystem.find("missing/BOOT")).isEmpty();
        assertThat(fileSystem.find("empty/below")).isEmpty();
    }

    @Test
    void comparesNamesAsItsKindDoes() throws IOException {
        assertThat(fileSystem.find("efi/boot/bootx64.efi").isPresent()).isEqualTo(!isCaseSensitive());
        assertThat(fileSystem
                        .find(spelled("A LONG FILE NAME, WITH UMLAUT \u00dc AND LOWER.TEXT"))
                        .isPresent())
                .isEqualTo(!isCaseSensitive());
    }

    @Test
    void refusesAFolderForAFileAndAFileForAFolder() throws IOException {
        FileEntry directory = find("EFI");
        FileEntry file = find("empty");
        assertThatThrownBy(() -> fileSystem.read(directory, 0, ByteBuffer.allocate(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fileSystem.list(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
