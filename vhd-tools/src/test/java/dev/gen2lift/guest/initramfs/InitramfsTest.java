package dev.gen2lift.guest.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitramfsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String VERSION = "6.1.0-56-cloud-amd64";

    @TempDir
    Path folder;

    /** Counts what is read. */
    private static final class Memory implements ByteSource {

        private final byte[] bytes;
        private long read;

        Memory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return "initrd.img";
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            read += into.remaining();
            into.put(bytes, (int) offset, into.remaining());
        }
    }

    private static List<String> names(byte[] file) throws IOException {
        List<String> names = new ArrayList<>();
        Initramfs.read(new Memory(file), (entry, content) -> names.add(entry.name()));
        return names;
    }

    private static void entry(ByteArrayOutputStream out, String name, int mode, byte[] content) {
        String header = String.format("070701%08X%08X", 1, mode)
                + "0".repeat(32)
                + String.format("%08X", content.length)
                + "0".repeat(32)
                + String.format("%08X", name.length() + 1)
                + "0".repeat(8);
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
        pad(out);
        out.writeBytes(content);
        pad(out);
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }

    /** An archive as early microcode is: {@code content} in each file. */
    private static byte[] archive(byte[] content, String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : names) {
            entry(out, name, 0x81A4, content);
        }
        entry(out, "TRAILER!!!", 0, new byte[0]);
        return out.toByteArray();
    }

    private static byte[] archive(String... names) {
        return archive("content".getBytes(StandardCharsets.US_ASCII), names);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A tree with modules and large files, as an archive of GNU cpio. */
    private Path tree() throws IOException {
        Path tree = folder.resolve("tree");
        Random random = new Random(3);
        for (String file : List.of(
                "init",
                "bin/busybox",
                "usr/lib/modules/" + VERSION + "/kernel/drivers/hv/hv_vmbus.ko",
                "usr/lib/modules/" + VERSION + "/kernel/drivers/scsi/hv_storvsc.ko.xz",
                "usr/lib/modules/" + VERSION + "/kernel/drivers/pci/pci-hyperv.ko.zst",
                "zzz/last")) {
            Path path = tree.resolve(file);
            Files.createDirectories(path.getParent());
            byte[] content = new byte[100_000 + random.nextInt(300_000)];
            random.nextBytes(content);
            Arrays.fill(content, 0, content.length / 2, (byte) 7);
            Files.write(path, content);
        }
        Files.writeString(tree.resolve("empty"), "");
        return tree;
    }

    private String tool(String name) {
        return Oracle.require(name).toString();
    }

    private Path shell(String script, Path out) throws IOException {
        Oracle.run(TIMEOUT, tool("sh"), "-c", "cd '" + folder + "' && { " + script + "; } > '" + out + "'")
                .expectSuccess();
        return out;
    }

    private static List<String> plain(List<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("^\\./", ""))
                .filter(name -> !name.equals("."))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "cat, cat, ",
        "gzip, gzip -9n, GZIP",
        "xz, xz --check=crc32, XZ",
        "xz, xz -9 -T2 --check=crc64, XZ",
        "xz, xz --format=lzma, LZMA",
        "zstd, zstd -q -19, ZSTD",
        "zstd, zstd -q -1 --no-check, ZSTD",
        "lz4, lz4 -l -9, LZ4_LEGACY",
        "lz4, lz4 -q -BD, LZ4",
        "lzop, lzop -9, LZO",
        "bzip2, bzip2, BZIP2"
    })
    void listsWhatOthersPackAsTheyListIt(String tool, String command, Packing packing) throws IOException {
        Oracle.require(tool);
        Oracle.require("cpio");
        tree();
        Path early = shell("cd tree && find empty | cpio -o -H newc --quiet", folder.resolve("early.cpio"));
        Path file = shell(
                "cat early.cpio && (cd tree && find . | LC_ALL=C sort | cpio -o -H newc --quiet) | " + command,
                folder.resolve("initrd.img"));
        Path decoy = shell("cat initrd.img early.cpio", folder.resolve("followed.img"));
        List<String> early1 = plain(Oracle.run(TIMEOUT, tool("sh"), "-c", "cpio -t --quiet < " + early)
                .out()
                .lines()
                .toList());
        List<String> names = new ArrayList<>(plain(Oracle.run(
                        TIMEOUT,
                        tool("sh"),
                        "-c",
                        "cd " + folder + "/tree && find . | cpio -o -H newc --quiet | cpio -t --quiet")
                .out()
                .lines()
                .toList()));
        names.addAll(early1);
        List<Packing> packings = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        packings.addAll(
                Initramfs.read(new Memory(Files.readAllBytes(file)), (entry, content) -> seen.add(entry.name())));
        assertThat(plain(seen)).isEqualTo(plain(names));
        assertThat(packings).isEqualTo(packing == null ? List.of() : List.of(packing));
        // An archive behind the packed one is found too, wherever the decoder's reading ahead had come to.
        names.addAll(early1);
        assertThat(plain(names(Files.readAllBytes(decoy)))).isEqualTo(plain(names));
    }

    @Test
    void agreesWithLsinitramfs() throws IOException {
        Oracle.require("zstd");
        tree();
        Path file = shell(
                "(cd tree && find . | LC_ALL=C sort | cpio -o -H newc --quiet) | zstd -q",
                folder.resolve("initrd.img"));
        List<String> expected = Oracle.run(TIMEOUT, tool("lsinitramfs"), file.toString())
                .expectSuccess()
                .out()
                .lines()
                .toList();
        assertThat(plain(names(Files.readAllBytes(file)))).isEqualTo(plain(expected));
    }

    @Test
    void findsModulesPackedOrNot() throws IOException {
        byte[] file = concat(
                archive("kernel/x86/microcode/GenuineIntel.bin"),
                new byte[1536],
                gzip(archive(
                        "lib/modules/" + VERSION + "/kernel/drivers/hv/hv_vmbus.ko",
                        "./usr/lib/modules/" + VERSION + "/kernel/scsi/hv_storvsc.ko.xz",
                        "usr/lib/modules/" + VERSION + "/kernel/pci/pci-hyperv.ko.zst",
                        "usr/lib/modules/5.4/kernel/net/hv_netvsc.ko",
                        "usr/lib/firmware/not.ko",
                        "usr/lib/modules/" + VERSION + "/modules.order")));
        InitramfsModules all = InitramfsModules.read(new Memory(file), Optional.empty());
        assertThat(all.versions()).containsExactlyInAnyOrder(VERSION, "5.4");
        assertThat(all.modules()).containsExactlyInAnyOrder("hv_vmbus", "hv_storvsc", "pci_hyperv", "hv_netvsc");
        assertThat(InitramfsModules.read(new Memory(file), Optional.of(VERSION)).modules())
                .containsExactlyInAnyOrder("hv_vmbus", "hv_storvsc", "pci_hyperv");
        assertThat(all.packings()).containsExactly(Packing.GZIP);
    }

    /** Where the list of modules is complete, the rest of the file is not read; where it is not, all of it is. */
    @Test
    void stopsReadingWhenTheListIsWhole() throws IOException {
        String base = "lib/modules/" + VERSION + "/";
        byte[] large = new byte[4 << 20];
        new Random(1).nextBytes(large);
        for (String update : List.of("", "updates/dkms/mana.ko:\n")) {
            byte[] dependencies = ("kernel/hv/hv_vmbus.ko:\n" + update).getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            entry(out, base + "kernel/hv/hv_vmbus.ko", 0x81A4, new byte[10]);
            entry(out, base + "modules.dep", 0x81A4, dependencies);
            entry(out, base + "updates/dkms/mana.ko", 0x81A4, new byte[10]);
            entry(out, "usr/large", 0x81A4, large);
            entry(out, "TRAILER!!!", 0, new byte[0]);
            Memory file = new Memory(gzip(out.toByteArray()));
            InitramfsModules modules = InitramfsModules.read(file, Optional.of(VERSION));
            if (update.isEmpty()) {
                assertThat(modules.modules()).containsExactly("hv_vmbus");
                assertThat(file.read).isLessThan(file.size() / 2);
            } else {
                assertThat(modules.modules()).containsExactlyInAnyOrder("hv_vmbus", "mana");
                assertThat(file.read).isEqualTo(file.size());
            }
        }
    }

    @Test
    void doesNotReadWhatItSkips() throws IOException {
        byte[] file = archive(new byte[8 << 20], "a", "b", "c");
        Memory source = new Memory(file);
        List<String> names = new ArrayList<>();
        Initramfs.read(source, (entry, content) -> names.add(entry.name()));
        assertThat(names).containsExactly("a", "b", "c");
        assertThat(source.read).isLessThan(1 << 20);
    }

    @Test
    void givesTheContentOfEntries() throws IOException {
        List<String> contents = new ArrayList<>();
        Initramfs.read(new Memory(gzip(archive("a", "b"))), (entry, content) -> {
            contents.add(new String(content.readAllBytes(), StandardCharsets.US_ASCII));
            return true;
        });
        assertThat(contents).containsExactly("content", "content");
    }

    @Test
    void refusesBombs() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] empty = archive(new byte[1 << 20], "zeros");
            for (int i = 0; i < 40; i++) {
                gzip.write(empty);
            }
        }
        assertThatThrownBy(() -> names(bomb.toByteArray()))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
        byte[] deep = gzip(archive(new byte[0], "x"));
        byte[][] many = new byte[1100][];
        Arrays.fill(many, deep);
        assertThatThrownBy(() -> names(concat(many)))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no archive at all", "07070", "070701zz"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> names(text.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(BadImageException.class);
    }

    @Test
    void refusesNamesWithoutEndAndArchivesCutShort() throws IOException {
        byte[] whole = archive("name");
        for (int length = 7; length < whole.length - 8; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> names(cut)).isInstanceOf(BadImageException.class);
        }
        byte[] longName = whole.clone();
        Arrays.fill(longName, 94, 102, (byte) 'F');
        assertThatThrownBy(() -> names(longName))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).contains("a name of"));
    }

    @Test
    void tellsFailingStorageFromDamage() throws IOException {
        byte[] bytes = gzip(archive("a"));
        ByteSource failing = new ByteSource() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                throw new IOException("no such device");
            }
        };
        assertThatThrownBy(() -> Initramfs.read(failing, (entry, content) -> true))
                .isNotInstanceOf(BadImageException.class)
                .hasMessage("no such device");
    }

    /** Any change of any packing ends in names or in a refusal. */
    @Test
    void readsOrRefusesWhateverIsChanged() throws IOException {
        List<byte[]> files = new ArrayList<>(List.of(archive("a", "b"), gzip(archive("a", "b"))));
        Path plain = Files.write(folder.resolve("plain"), archive(new byte[3000], "a", "lib/modules/6/x.ko", "b"));
        for (String command : List.of("xz", "xz --format=lzma", "zstd -q", "lz4 -l", "lz4 -q", "lzop", "bzip2")) {
            String tool = command.split(" ")[0];
            try {
                Oracle.require(tool);
                files.add(Files.readAllBytes(shell(command + " < '" + plain + "'", folder.resolve("packed"))));
            } catch (org.opentest4j.TestAbortedException e) {
                // The others are changed all the same.
            }
        }
        Random random = new Random(11);
        int refused = 0;
        for (byte[] file : files) {
            for (int round = 0; round < 150; round++) {
                byte[] changed = file.clone();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                try {
                    names(changed);
                } catch (BadImageException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }
}
