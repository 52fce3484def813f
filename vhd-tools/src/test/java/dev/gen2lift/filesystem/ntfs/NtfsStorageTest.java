package dev.gen2lift.filesystem.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which NTFS keeps the bytes of a file, each written by the tools of others. */
class NtfsStorageTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private Path tree;
    private Path image;

    @BeforeEach
    void name() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree"));
        image = folder.resolve("volume.img");
    }

    private void make(int mib, int clusterSize) throws IOException {
        NtfsVolume.make(image, (long) mib * MIB, "-c", "" + clusterSize, "-L", "data");
    }

    private NtfsFileSystem open() throws IOException {
        return NtfsFileSystem.open(MemoryDisk.of(Files.readAllBytes(image)));
    }

    private static byte[] content(FileSystem fileSystem, String path) throws IOException {
        FileEntry file = fileSystem.find(path).orElseThrow(() -> new AssertionError("not found: " + path));
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        fileSystem.read(file, 0, bytes);
        return bytes.array();
    }

    /** Text of few words, code-like bytes with calls, noise, zeros and runs, in turns. */
    private static byte[] mixed(int size) {
        Random random = new Random(size);
        ByteBuffer out = ByteBuffer.allocate(size + MIB);
        String[] words = "the quick brown fox jumps over a lazy dog and then \u00fc".split(" ");
        while (out.position() < size) {
            int length = 1 + random.nextInt(size < 50_000 ? 2000 : 40_000);
            int end = out.position() + length;
            switch (random.nextInt(5)) {
                case 0 -> {
                    while (out.position() < end) {
                        out.put((words[random.nextInt(words.length)] + " ").getBytes(StandardCharsets.UTF_8));
                    }
                }
                case 1 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    out.put(noise);
                }
                case 2 -> out.put(new byte[length * 3]);
                case 3 -> {
                    while (out.position() < end) {
                        out.put((byte) 0xE8).putInt(Integer.reverseBytes(random.nextInt(60_000) - 30_000));
                        out.put((byte) random.nextInt(4)).put((byte) 0x90);
                    }
                }
                default -> {
                    byte[] run = new byte[length];
                    Arrays.fill(run, (byte) random.nextInt());
                    out.put(run);
                }
            }
        }
        return Arrays.copyOf(out.array(), size);
    }

    /**
     * The overlay filter keeps a file as a WIM keeps it, and wimlib writes the same chunks under the same table: they are
     * put where Windows puts them, beside a reparse point that names the method.
     */
    @ParameterizedTest
    @CsvSource({"0, xpress, 4096", "1, lzx, 32768", "2, xpress, 8192", "3, xpress, 16384"})
    void readsFilesOfACompactSystem(int method, String compression, int chunk) throws IOException {
        int[] sizes = {chunk - 1, chunk, chunk + 1, 2 * chunk, 100_001, 2 * MIB + 5};
        make(32, 4096);
        for (int size : sizes) {
            Files.createSymbolicLink(tree.resolve("file" + size), Path.of("0123456789"));
        }
        NtfsVolume.fill(image, tree);
        NtfsEditor editor = new NtfsEditor(image);
        for (int size : sizes) {
            int value = editor.attribute(editor.record("file" + size), Attribute.REPARSE_POINT) + 24;
            editor.bytes().putInt(value, 0x8000_0017);
            editor.bytes().putInt(value + 8, 1).putInt(value + 12, 2);
            editor.bytes().putInt(value + 16, 1).putInt(value + 20, method);
        }
        editor.save();
        for (int size : sizes) {
            copyIn(Files.write(folder.resolve("unnamed"), new byte[size]), "file" + size);
            copyIn(compressed(mixed(size), compression, chunk), "file" + size, "-N", "WofCompressedData");
        }
        FileSystem fileSystem = open();
        for (int size : sizes) {
            assertThat(content(fileSystem, "file" + size)).as("" + size).isEqualTo(mixed(size));
        }
    }

    /** The bytes that a WIM has for a file of this content. */
    private Path compressed(byte[] content, String compression, int chunk) throws IOException {
        Path one = Files.createDirectories(folder.resolve("one"));
        Files.write(one.resolve("file"), content);
        Path wim = folder.resolve("one.wim");
        Files.deleteIfExists(wim);
        Oracle.run(
                        TIMEOUT,
                        Oracle.require("wimcapture").toString(),
                        "--quiet",
                        "--compress=" + compression,
                        "--chunk-size=" + chunk,
                        "--no-acls",
                        one.toString(),
                        wim.toString())
                .expectSuccess();
        String blobs = Oracle.run(TIMEOUT, Oracle.require("wiminfo").toString(), "--blobs", wim.toString())
                .expectSuccess()
                .out();
        Matcher blob = Pattern.compile("Uncompressed size *= " + content.length
                        + " bytes\\s+Compressed size *= (\\d+) bytes\\s+Offset in WIM *= (\\d+)")
                .matcher(blobs);
        assertThat(blob.find()).as(blobs).isTrue();
        int length = Integer.parseInt(blob.group(1));
        int offset = Integer.parseInt(blob.group(2));
        assertThat(length).isLessThan(content.length);
        return Files.write(
                folder.resolve("packed"), Arrays.copyOfRange(Files.readAllBytes(wim), offset, offset + length));
    }

    private void copyIn(Path file, String to, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Oracle.require("ntfscp").toString(), "-f", "-q"));
        command.addAll(List.of(options));
        command.addAll(List.of(image.toString(), file.toString(), to));
        Oracle.run(TIMEOUT, command).expectSuccess();
    }

    @ParameterizedTest
    @CsvSource({"512", "4096"})
    void readsCompressedFiles(int clusterSize) throws IOException {
        make(16, clusterSize);
        Files.write(tree.resolve("packed"), new byte[0]);
        NtfsVolume.fill(image, tree);
        NtfsEditor editor = new NtfsEditor(image);
        editor.compress("packed");
        editor.save();
        byte[] content = mixed(2 * MIB + 77);
        copyIn(Files.write(folder.resolve("content"), content), "packed");
        NtfsFileSystem fileSystem = open();
        assertThat(content(fileSystem, "packed")).isEqualTo(content);
        int record = new NtfsEditor(image).record("packed");
        NtfsEditor written = new NtfsEditor(image);
        assertThat(written.bytes().getShort(written.attribute(record, Attribute.DATA) + 12) & 1)
                .isEqualTo(1);
        Random random = new Random(5);
        FileEntry file = fileSystem.find("packed").orElseThrow();
        for (int round = 0; round < 100; round++) {
            int offset = random.nextInt(content.length);
            ByteBuffer part = ByteBuffer.allocate(Math.min(content.length - offset, 1 + random.nextInt(100_000)));
            fileSystem.read(file, offset, part);
            assertThat(part.array()).isEqualTo(Arrays.copyOfRange(content, offset, offset + part.capacity()));
        }
    }

    /** The table, and the index of a folder of thousands, are written into what is left between used clusters. */
    @Test
    void readsAVolumeWhoseTableIsInPieces() throws IOException {
        make(32, 4096);
        NtfsEditor editor = new NtfsEditor(image);
        editor.scatterFreeSpace();
        editor.save();
        Path many = Files.createDirectories(tree.resolve("many"));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String name = "A rather long file name, of which there are many " + i;
            names.add(name);
            Files.writeString(many.resolve(name), "content of " + i);
        }
        NtfsVolume.fill(image, tree);
        MemoryDisk volume = MemoryDisk.of(Files.readAllBytes(image));
        AtomicLong read = new AtomicLong();
        NtfsFileSystem fileSystem = NtfsFileSystem.open(metered(volume, read));
        FileEntry folder = fileSystem.find("many").orElseThrow();
        assertThat(fileSystem.list(folder)).extracting(FileEntry::name).containsExactlyInAnyOrderElementsOf(names);
        for (int i = 0; i < 3000; i += 100) {
            assertThat(content(fileSystem, "MANY/" + names.get(i))).asString().isEqualTo("content of " + i);
        }
        NtfsBootSector boot = NtfsBootSector.read(volume);
        FileRecord table = new MasterFileTable(volume, boot).read(MasterFileTable.TABLE);
        assertThat(table.find(Attribute.ATTRIBUTE_LIST, "")).isPresent();

        read.set(0);
        assertThat(content(NtfsFileSystem.open(metered(volume, read)), "many/" + names.get(2718)))
                .asString()
                .isEqualTo("content of 2718");
        assertThat(read.get()).isLessThan(MIB / 4);
    }

    private static ByteSource metered(ByteSource volume, AtomicLong read) {
        return new ByteSource() {
            @Override
            public String name() {
                return volume.name();
            }

            @Override
            public long size() {
                return volume.size();
            }

            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                read.addAndGet(into.remaining());
                volume.read(offset, into);
            }
        };
    }

    @Test
    void countsTheClustersInUseAsNtfsinfoDoes() throws IOException {
        make(16, 4096);
        Files.write(tree.resolve("some"), new byte[100_000]);
        NtfsVolume.fill(image, tree);
        String info = Oracle.run(TIMEOUT, Oracle.require("ntfsinfo").toString(), "-m", image.toString())
                .expectSuccess()
                .out();
        long free = Long.parseLong(info.lines()
                .filter(line -> line.contains("Free Clusters"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*: *(\\d+).*", "$1"));
        long all = Long.parseLong(info.lines()
                .filter(line -> line.contains("Volume Size in Clusters"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*: *(\\d+).*", "$1"));
        assertThat(open().usedBytes()).hasValue((all - free) * 4096);
    }

    @Test
    void tellsWhereLinksLead() throws IOException {
        make(16, 4096);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("some/where"));
        NtfsVolume.fill(image, tree);
        FileSystem fileSystem = open();
        FileEntry link = fileSystem.find("link").orElseThrow();
        assertThat(link.kind()).isEqualTo(FileEntry.Kind.LINK);
        assertThat(fileSystem.readLink(link)).isEqualTo("some\\where");
    }

    @ParameterizedTest
    @CsvSource({
        "0x80000013, deduplicated",
        "0x9000301A, cloud provider",
        "0x80000012, tag 0x80000012",
    })
    void refusesAFileThatAnotherFilterKeeps(String tag, String reason) throws IOException {
        make(16, 4096);
        Files.createSymbolicLink(tree.resolve("kept"), Path.of("where"));
        Files.write(tree.resolve("other"), mixed(100_000));
        NtfsVolume.fill(image, tree);
        NtfsEditor editor = new NtfsEditor(image);
        int reparse = editor.attribute(editor.record("kept"), Attribute.REPARSE_POINT);
        editor.bytes().putInt(reparse + 24, Long.decode(tag).intValue());
        NtfsFileSystem fileSystem = NtfsFileSystem.open(editor.volume());
        assertThatThrownBy(() -> content(fileSystem, "kept")).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED);
            assertThat(e.reason()).contains(reason);
        });
        assertThat(content(fileSystem, "other")).isEqualTo(mixed(100_000));
    }

    @Test
    void refusesAnEncryptedFile() throws IOException {
        make(16, 4096);
        Files.write(tree.resolve("secret"), mixed(100_000));
        NtfsVolume.fill(image, tree);
        NtfsEditor editor = new NtfsEditor(image);
        editor.bytes().putShort(editor.attribute(editor.record("secret"), Attribute.DATA) + 12, (short) 0x4000);
        NtfsFileSystem fileSystem = NtfsFileSystem.open(editor.volume());
        assertThatThrownBy(() -> content(fileSystem, "secret"))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).contains("encrypted"));
    }

    @Test
    void usesTheMirrorAndSaysSo() throws IOException {
        make(16, 4096);
        NtfsEditor editor = new NtfsEditor(image);
        editor.bytes().put(editor.record(0), (byte) 'X');
        editor.bytes().put(editor.record(3), (byte) 'X');
        NtfsFileSystem fileSystem = NtfsFileSystem.open(editor.volume());
        assertThat(fileSystem.label()).contains("data");
        assertThat(fileSystem.warnings())
                .hasSize(2)
                .allMatch(warning -> warning.message().contains("its copy is used"));
    }

    @Test
    void saysThatAVolumeIsDirty() throws IOException {
        make(16, 4096);
        assertThat(open().warnings()).isEmpty();
        NtfsEditor editor = new NtfsEditor(image);
        int flags = editor.attribute(editor.record(3), Attribute.VOLUME_INFORMATION) + 24 + 10;
        editor.bytes().putShort(flags, (short) 1);
        assertThat(NtfsFileSystem.open(editor.volume()).warnings())
                .singleElement()
                .matches(warning -> warning.message().contains("dirty"));
    }

    @Test
    void readsWhatWasNeverWrittenAsZero() throws IOException {
        make(16, 4096);
        byte[] content = new byte[40_000];
        Arrays.fill(content, (byte) 7);
        Files.write(tree.resolve("file"), content);
        NtfsVolume.fill(image, tree);
        NtfsEditor editor = new NtfsEditor(image);
        editor.bytes().putLong(editor.attribute(editor.record("file"), Attribute.DATA) + 56, 10_001);
        Arrays.fill(content, 10_001, content.length, (byte) 0);
        assertThat(content(NtfsFileSystem.open(editor.volume()), "file")).isEqualTo(content);
    }

    @Test
    void survivesRandomDamage() throws IOException {
        make(4, 512);
        Files.write(tree.resolve("large"), mixed(200_000));
        Files.write(tree.resolve("small"), mixed(100));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("some/where"));
        Path many = Files.createDirectories(tree.resolve("many"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(many.resolve("entry number " + i), "content of " + i);
        }
        NtfsVolume.fill(image, tree);
        NtfsEditor editor = new NtfsEditor(image);
        byte[] intact = editor.bytes().array().clone();
        int[] places = {
            0, editor.record(0), editor.record(5), editor.record("large"), editor.record("many"), editor.record("link")
        };
        Random random = new Random(20261123);
        int whole = 0;
        for (int round = 0; round < 2000; round++) {
            List<Integer> changed = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(8) == 0
                        ? random.nextInt(intact.length)
                        : places[random.nextInt(places.length)] + random.nextInt(512);
                editor.bytes().put(at, (byte) random.nextInt());
                changed.add(at);
            }
            try {
                visit(NtfsFileSystem.open(editor.volume()));
                whole++;
            } catch (BadImageException e) {
                assertThat(e.reason()).isNotBlank();
            }
            changed.forEach(at -> editor.bytes().put(at, intact[at]));
        }
        assertThat(whole).isPositive();
    }

    private void visit(NtfsFileSystem fileSystem) throws IOException {
        fileSystem.usedBytes();
        for (FileEntry entry : fileSystem.list(fileSystem.root())) {
            if (entry.name().startsWith("$")) {
                continue;
            }
            if (entry.isDirectory()) {
                fileSystem.list(entry);
            } else if (entry.isLink()) {
                fileSystem.readLink(entry);
            } else if (entry.isFile()) {
                fileSystem.read(entry, 0, ByteBuffer.allocate((int) Math.min(entry.size(), MIB)));
            }
        }
    }
}
