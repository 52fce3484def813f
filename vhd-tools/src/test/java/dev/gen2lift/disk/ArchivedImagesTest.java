package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in archives read as if they lay beside them. */
class ArchivedImagesTest {

    private static final int MIB = 1 << 20;
    private static final SparseContent CONTENT = new SparseContent(9L * MIB)
            .write(512, PseudoRandom.bytes(1, MIB / 2))
            .write(8L * MIB, PseudoRandom.bytes(2, MIB / 4));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Packing.class)
    void readsTheSameVhdxFromEveryKindOfArchive(Packing packing) throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).blockSize(MIB).shuffled(1).writeTo(image);

        checkReadsAlike(image, packing.pack(image), DiskFormat.VHDX);
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void readsTheSameFixedVhdWhoseFooterIsAtTheEnd(Packing packing) throws Exception {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.fixed(CONTENT).writeTo(image);

        checkReadsAlike(image, packing.pack(image), DiskFormat.VHD);
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void readsTheSameRawDisk(Packing packing) throws Exception {
        Path image = folder.resolve("disk.img");
        SparseFile.writeRaw(image, CONTENT);

        checkReadsAlike(image, packing.pack(image), DiskFormat.RAW);
    }

    private static void checkReadsAlike(Path image, Path archive, DiskFormat format) throws IOException {
        byte[] before = Files.readAllBytes(archive);
        try (VirtualDisk plain = DiskImages.open(image);
                VirtualDisk packed = DiskImages.open(archive)) {
            assertThat(packed.info().format()).isEqualTo(format);
            assertThat(packed.info().capacity()).isEqualTo(CONTENT.size());
            assertThat(packed.info().identifier()).isEqualTo(plain.info().identifier());
            assertThat(DiskContent.sha256(packed)).isEqualTo(CONTENT.sha256());
            for (long at = CONTENT.size() - 5000; at >= 0; at -= MIB) {
                assertThat(DiskContent.read(packed, at, 5000)).isEqualTo(DiskContent.read(plain, at, 5000));
            }
            packed.verifyUnchanged();
        }
        assertThat(Files.readAllBytes(archive)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void offersWhatLiesVerbatimInTheArchiveAndNothingElse(Packing packing) throws Exception {
        Path image = folder.resolve("disk.img");
        SparseFile.writeRaw(image, CONTENT);
        try (VirtualDisk disk = DiskImages.open(packing.pack(image))) {
            List<Extent> data = DiskContent.extents(disk).stream()
                    .filter(extent -> extent.kind() == Extent.Kind.DATA)
                    .toList();

            assertThat(data).isNotEmpty();
            for (Extent extent : data) {
                assertThat(extent.stored().isPresent()).isEqualTo(packing.verbatim());
                if (extent.stored().isPresent()) {
                    ByteBuffer bytes = ByteBuffer.allocate(512);
                    try (FileChannel file =
                            FileChannel.open(extent.stored().get().file())) {
                        file.read(bytes, extent.stored().get().offset());
                    }
                    assertThat(bytes.array()).isEqualTo(DiskContent.read(disk, extent.offset(), 512));
                }
            }
        }
    }

    @Test
    void findsTheParentOfAPackedChildBesideTheArchive() throws Exception {
        String[] row = Corpus.table("digests.tsv").stream()
                .filter(each -> each[0].contains("-child.avhdx"))
                .findFirst()
                .orElseThrow();
        Corpus.unpack(row[0].replace("-child.a", "-base.").replace(".xz", ""), folder);
        Path image = Corpus.unpack(row[0], folder);
        Path archive = Packing.ZIP_DEFLATED.pack(image);
        Files.delete(image);

        try (VirtualDisk disk = DiskImages.open(archive)) {
            assertThat(disk.info().kind()).isEqualTo(DiskKind.DIFFERENCING);
            assertThat(disk.info().chain()).hasSize(2);
            assertThat(DiskContent.sha256(disk)).isEqualTo(row[2]);
        }
    }

    static Stream<String> small() throws IOException {
        return Corpus.table("digests.tsv").stream()
                .filter(row -> Long.parseLong(row[1]) <= 256L * MIB && !row[0].contains(".avhd"))
                .map(row -> row[0])
                .limit(12);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void readsImagesOfOthersAsTheyLiePacked(String name) throws Exception {
        String[] row = Corpus.table("digests.tsv").stream()
                .filter(each -> each[0].equals(name))
                .findFirst()
                .orElseThrow();
        try (VirtualDisk disk = DiskImages.open(Corpus.find(name))) {
            assertThat(disk.info().capacity()).isEqualTo(Long.parseLong(row[1]));
            assertThat(DiskContent.sha256(disk)).isEqualTo(row[2]);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Packing.class,
            names = {"ZIP_DEFLATED", "ZIP_STORED", "TAR", "TAR_GZ", "SEVEN_Z"})
    void listsTheImagesWhereThereAreSeveralAndOpensTheOneNamed(Packing packing) throws Exception {
        Path first = folder.resolve("first.img");
        Path second = folder.resolve("second.vhdx");
        SparseFile.writeRaw(first, new SparseContent(MIB));
        VhdxBuilder.of(CONTENT).writeTo(second);
        Path note = Files.writeString(folder.resolve("readme.txt"), "two disks");
        Path archive = packing.pack(first, note, second);

        assertThatThrownBy(() -> DiskImages.open(archive))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("first.img")
                .hasMessageContaining("second.vhdx")
                .hasMessageNotContaining("readme.txt");
        String inside = packing == Packing.TAR || packing == Packing.TAR_GZ ? "../" + "long/".repeat(30) : "";
        try (VirtualDisk disk = DiskImages.open(Path.of(archive + "!/" + inside + "second.vhdx"))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
        }
        assertThatThrownBy(() -> DiskImages.open(Path.of(archive + "!/third.vhd")))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("third.vhd");
    }

    @Test
    void takesTheOnlyFileForTheImageWhateverItsName() throws Exception {
        Path image = folder.resolve("disk.vmdisk");
        VhdxBuilder.of(CONTENT).writeTo(image);

        try (VirtualDisk disk = DiskImages.open(Packing.ZIP_DEFLATED.pack(image))) {
            assertThat(disk.info().format()).isEqualTo(DiskFormat.VHDX);
        }
    }

    @Test
    void takesTheFormatGivenForThatOfTheImageInside() throws Exception {
        Path image = folder.resolve("disk");
        SparseFile.writeRaw(image, CONTENT);

        try (VirtualDisk disk =
                DiskImages.open(Packing.GZ.pack(image), OpenOptions.DEFAULT.withFormat(DiskFormat.RAW))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
        }
    }

    @Test
    void refusesArchivesInsideArchives() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).writeTo(image);
        Path twice = Packing.ZIP_DEFLATED.pack(Packing.GZ.pack(image));

        assertThatThrownBy(() -> DiskImages.open(twice))
                .isInstanceOfSatisfying(
                        BadImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED))
                .hasMessageContaining("compressed with gzip");
    }

    @Test
    void refusesEncryptedEntriesByName() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).writeTo(image);
        Path zip = folder.resolve("secret.zip");
        Oracle.run(
                Duration.ofMinutes(1),
                Oracle.require("zip").toString(),
                "-qjP",
                "secret",
                zip.toString(),
                image.toString());
        Path seven = folder.resolve("secret.7z");
        try (SevenZOutputFile out = new SevenZOutputFile(seven.toFile(), "secret".toCharArray())) {
            out.putArchiveEntry(out.createArchiveEntry(image, "disk.vhdx"));
            out.write(image);
            out.closeArchiveEntry();
        }

        for (Path archive : List.of(zip, seven)) {
            assertThatThrownBy(() -> DiskImages.open(archive))
                    .isInstanceOfSatisfying(
                            BadImageException.class,
                            e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED))
                    .hasMessageContaining("encrypted");
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void refusesAnArchiveThatIsCutShort(Packing packing) throws Exception {
        Path archive = packedVhd(packing);
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(file.size() * 2 / 3);
        }

        assertThatThrownBy(() -> readAll(archive)).isInstanceOf(BadImageException.class);
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void failsWithNothingButABadImageOnDamage(Packing packing) throws Exception {
        Path archive = packedVhd(packing);
        byte[] good = Files.readAllBytes(archive);
        PseudoRandom random = new PseudoRandom(packing.ordinal());
        for (int round = 0; round < 12; round++) {
            byte[] bad = good.clone();
            // The directories lie at the ends.
            int reach = round % 3 == 0 ? bad.length : Math.min(600, bad.length);
            int at = random.nextInt(reach);
            bad[round % 3 == 1 ? bad.length - 1 - at : at] ^= (byte) (1 + random.nextInt(255));
            Path damaged = Files.write(folder.resolve(round + "-" + archive.getFileName()), bad);
            try {
                readAll(damaged);
            } catch (BadImageException e) {
                assertThat(e).hasMessageContaining(damaged.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Packing.class,
            names = {"ZIP_DEFLATED", "GZ", "BZ2", "XZ", "TOOL_ZSTD", "SEVEN_Z"})
    void noticesDamageInTheMiddleByTheArchivesChecksum(Packing packing) throws Exception {
        Path archive = packedVhd(packing);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(archive, bytes);

        assertThatThrownBy(() -> readAll(archive)).isInstanceOf(BadImageException.class);
    }

    /** What lies verbatim in a zip passes no decoder, so it is only at the end that the checksum is looked at. */
    @ParameterizedTest
    @EnumSource(
            value = Packing.class,
            names = {"ZIP_STORED", "ZIP_DEFLATED"})
    void noticesDamageInAPartOfAZipThatNothingReadsBeforeTheReadingEnds(Packing packing) throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).blockSize(MIB).writeTo(image);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(PseudoRandom.bytes(3, 4 * MIB)), file.size());
        }
        Path archive = packing.pack(image);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length - MIB] ^= 0x10;
        Files.write(archive, bytes);

        try (VirtualDisk disk = DiskImages.open(archive)) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            assertThatThrownBy(disk::verifyUnchanged)
                    .isInstanceOf(BadImageException.class)
                    .hasMessageContaining(archive.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--long=27", "-19"})
    void readsZstdWithWindowsLargerThanADecodersUsualLimit(String option) throws Exception {
        Path image = folder.resolve("disk.img");
        SparseContent large = new SparseContent(24L * MIB)
                .write(0, PseudoRandom.bytes(1, 4 * MIB))
                .write(20L * MIB, PseudoRandom.bytes(1, 4 * MIB));
        SparseFile.writeRaw(image, large);
        zstd(option, image);

        try (VirtualDisk disk = DiskImages.open(folder.resolve("disk.img.zst"))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(large.sha256());
        }
    }

    @Test
    void refusesAZstdWindowThatWouldNeedTooMuchMemory() throws Exception {
        Path image = folder.resolve("disk.img");
        SparseFile.writeRaw(image, CONTENT);
        // zstd lowers the window to the size it knows, so it must not know.
        Path packed = folder.resolve("disk.img.zst");
        Oracle.run(
                        Duration.ofMinutes(1),
                        "sh",
                        "-c",
                        "'" + Oracle.require("zstd") + "' -q -1 --ultra --long=30 < '" + image + "' > '" + packed + "'")
                .expectSuccess();

        assertThatThrownBy(() -> readAll(packed)).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT);
            assertThat(e.hint().orElseThrow()).contains("unpack it first");
        });
    }

    private static void zstd(String option, Path image) throws IOException {
        Oracle.run(Duration.ofMinutes(1), Oracle.require("zstd").toString(), "-qk", option, image.toString())
                .expectSuccess();
    }

    @Test
    void refusesADecoderThatWouldNeedTooMuchMemory() throws Exception {
        Path image = folder.resolve("disk.img");
        SparseFile.writeRaw(image, CONTENT);
        Oracle.run(
                Duration.ofMinutes(1),
                Oracle.require("xz").toString(),
                "-k",
                "--lzma2=preset=0,dict=256MiB",
                image.toString());

        assertThatThrownBy(() -> readAll(folder.resolve("disk.img.xz")))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT));
    }

    @Test
    void refusesAnXzThatIsFollowedByAHole() throws Exception {
        Path raw = Files.write(folder.resolve("disk.img"), new byte[4096]);
        Path archive = Packing.XZ.pack(raw);
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            // Nothing in the file, and padding to be skipped in 2^37 steps.
            file.write(ByteBuffer.allocate(4), (1L << 39) - 4);
        }

        assertThatThrownBy(() -> DiskImages.open(archive))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT));
    }

    @Test
    void refusesATarWhoseEntryClaimsMoreThanThereIs() throws Exception {
        Path archive = folder.resolve("bomb.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            byte[] header = new byte[512];
            TarArchiveEntry entry = new TarArchiveEntry("disk.img");
            entry.setSize(40L << 40);
            entry.writeEntryHeader(header);
            out.write(header);
            out.write(new byte[1024]);
        }

        assertThatThrownBy(() -> readAll(archive))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.TRUNCATED));
    }

    @Test
    void readsInASmallHeapWhatUnpacksToMuchMore() throws Exception {
        Path archive = folder.resolve("bomb.tar.gz");
        byte[] block = new byte[MIB];
        Arrays.fill(block, 0, 4096, (byte) 1);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            TarArchiveEntry entry = new TarArchiveEntry("/etc/../disk.img");
            entry.setSize(400L * MIB);
            tar.putArchiveEntry(entry);
            for (int i = 0; i < 400; i++) {
                tar.write(block);
            }
            tar.closeArchiveEntry();
        }

        Oracle.Result result = Oracle.run(
                Duration.ofMinutes(2),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx100m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                WholeDisk.class.getName(),
                archive.toString());

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.out().strip()).isEqualTo(Long.toString(400L * MIB));
    }

    /** Reads a disk to its end in a process of its own and prints its size. */
    static final class WholeDisk {

        private WholeDisk() {}

        public static void main(String[] arguments) throws IOException {
            try (VirtualDisk disk = DiskImages.open(Path.of(arguments[0]))) {
                DiskContent.sha256(disk);
                System.out.println(disk.size());
            }
        }
    }

    /** Some hundred bytes of bzip2 stand for 64 MiB of zeros, and may be put behind each other. */
    @Test
    void refusesABombOfBzip2() throws Exception {
        Path zeros = folder.resolve("zeros.img");
        SparseFile.writeRaw(zeros, new SparseContent(64 << 20));
        byte[] packed = Files.readAllBytes(Packing.BZ2.pack(zeros));
        Path bomb = folder.resolve("bomb.img.bz2");
        try (OutputStream out = Files.newOutputStream(bomb)) {
            for (int i = 0; i < 40; i++) {
                out.write(packed);
            }
        }
        OpenOptions options = OpenOptions.DEFAULT.withMaxUnpacked(80 << 20);
        assertThatThrownBy(() -> DiskImages.open(bomb, options).close())
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT))
                .hasMessageContaining("unpacks to more than 83886080 bytes");
    }

    @Test
    void readsCompressedFilesThatWerePutTogether() throws Exception {
        Path image = folder.resolve("disk.img");
        SparseFile.writeRaw(image, CONTENT);
        for (Packing packing :
                List.of(Packing.TOOL_GZIP, Packing.TOOL_BZIP2, Packing.TOOL_XZ_IN_BLOCKS, Packing.TOOL_ZSTD)) {
            Path once = packing.pack(image);
            Path twice = folder.resolve("twice-" + once.getFileName());
            try (InputStream both = new SequenceInputStream(Files.newInputStream(once), Files.newInputStream(once))) {
                Files.copy(both, twice);
            }
            try (VirtualDisk disk = DiskImages.open(twice)) {
                assertThat(disk.size()).isEqualTo(2 * CONTENT.size());
                assertThat(DiskContent.read(disk, CONTENT.size() + 512, 4096))
                        .isEqualTo(DiskContent.read(disk, 512, 4096));
            }
            Files.delete(once);
        }
    }

    @Test
    void leavesAPlainFileWithAnExclamationMarkAlone() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("archive.zip!")).resolve("disk.img");
        SparseFile.writeRaw(odd, CONTENT);

        assertThatCode(() -> readAll(odd)).doesNotThrowAnyException();
    }

    private Path packedVhd(Packing packing) throws IOException {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.fixed(CONTENT).writeTo(image);
        return packing.pack(image);
    }

    private static void readAll(Path image) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            DiskContent.sha256(disk);
        }
    }
}
