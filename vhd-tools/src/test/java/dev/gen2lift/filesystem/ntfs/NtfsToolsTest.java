package dev.gen2lift.filesystem.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.volume.FileDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

/** The whole tree of a volume, as ntfsls lists it and ntfscat reads it. */
class NtfsToolsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private int folders;
    private int files;

    @Test
    void readsWhatTheToolsReadOfAVolumeThatWimlibFilled() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            Path below = Files.createDirectories(tree.resolve("Windows/System32/folder " + i % 4 + "/deep " + i));
            byte[] content = new byte[1 << random.nextInt(18)];
            random.nextBytes(content);
            Files.write(below.resolve("file " + i + ".dll"), content);
        }
        Path image = folder.resolve("volume.img");
        NtfsVolume.make(image, 32 << 20);
        NtfsVolume.fill(image, tree);

        compare(image);

        assertThat(files).isEqualTo(12);
        assertThat(folders).isEqualTo(19);
    }

    @Test
    void readsWhatTheToolsReadOfAVolumeThatWindowsFormatted() throws IOException {
        Path packed = Oracle.corpus().resolve("real/dfvfs-windows_volume.qcow2.xz");
        Path image = folder.resolve("volume.qcow2");
        try (InputStream in = new XZInputStream(Files.newInputStream(packed))) {
            Files.copy(in, image);
        }
        Path raw = folder.resolve("volume.raw");
        QemuImg.toRaw(image, "qcow2", raw).expectSuccess();

        compare(raw);

        assertThat(files).isPositive();
    }

    /** Some hundred runs, sixty names: attribute lists that lie outside of their file record (make-fragmented.py). */
    @Test
    void readsWhatTheToolsReadOfFilesThatNeedAttributeLists() throws IOException {
        Path image = folder.resolve("fragmented.ntfs");
        try (InputStream in = new XZInputStream(
                Objects.requireNonNull(NtfsToolsTest.class.getResourceAsStream("fragmented.ntfs.xz")))) {
            Files.copy(in, image);
        }

        compare(image);

        assertThat(files).isEqualTo(1 + 61 + 150);
        assertThat(folders).isEqualTo(3);
    }

    private void compare(Path image) throws IOException {
        try (FileDisk volume = FileDisk.open(image)) {
            FileSystem fileSystem = FileSystems.open(volume).orElseThrow();
            compare(image, fileSystem, fileSystem.root(), "");
        }
    }

    private void compare(Path image, FileSystem fileSystem, FileEntry directory, String path) throws IOException {
        folders++;
        List<FileEntry> entries = fileSystem.list(directory).stream()
                .filter(entry -> !entry.name().startsWith("$"))
                .toList();
        assertThat(entries)
                .as("names below /%s", path)
                .extracting(FileEntry::name)
                .containsExactlyInAnyOrderElementsOf(ntfsls(image, path));
        for (FileEntry entry : entries) {
            String name = path.isEmpty() ? entry.name() : path + "/" + entry.name();
            if (entry.isDirectory()) {
                compare(image, fileSystem, entry, name);
            } else if (entry.isFile()) {
                files++;
                assertThat(content(fileSystem.open(entry, name))).as(name).isEqualTo(ntfscat(image, name));
            }
        }
    }

    private static byte[] content(ByteSource file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(0, bytes);
        return bytes.array();
    }

    /** The long names in a folder, without Windows' own files, which begin with a dollar sign. */
    private static TreeSet<String> ntfsls(Path image, String path) throws IOException {
        String list = Oracle.run(TIMEOUT, Oracle.require("ntfsls").toString(), "-f", "-p", "/" + path, image.toString())
                .expectSuccess()
                .out();
        TreeSet<String> names = new TreeSet<>();
        list.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("$") && !line.matches("[.]{1,2}"))
                .forEach(names::add);
        return names;
    }

    private byte[] ntfscat(Path image, String path) throws IOException {
        Path out = folder.resolve("cat");
        Oracle.require("ntfscat");
        Oracle.run(
                        TIMEOUT,
                        Oracle.require("sh").toString(),
                        "-c",
                        "ntfscat -f \"$1\" \"$2\" >\"$3\"",
                        "sh",
                        image.toString(),
                        path,
                        out.toString())
                .expectSuccess();
        return Files.readAllBytes(out);
    }
}
