package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images written by others read as others read them. */
class CorpusTest {

    /** Larger ones take longer to hash than a test should; {@code -Dcorpus.all} reads them too. */
    private static final long LARGE = 3L << 30;

    private static final Pattern DISK_IMAGE = Pattern.compile(".*\\.(vhd|vhdx|avhd|avhdx)(\\..+)?");

    @TempDir
    Path folder;

    static Stream<String> digests() throws IOException {
        return Corpus.table("digests.tsv").stream()
                .filter(row -> Long.parseLong(row[1]) < LARGE || Boolean.getBoolean("corpus.all"))
                .map(row -> row[0]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("digests")
    void readsWhatIndependentReadersRead(String name) throws Exception {
        String[] row = Corpus.table("digests.tsv").stream()
                .filter(each -> each[0].equals(name))
                .findFirst()
                .orElseThrow();

        if (name.contains(".avhd")) {
            Corpus.unpack(name.replaceFirst("-(c1|child)\\.a", "-base.").replace(".xz", ""), folder);
        }

        try (VirtualDisk disk = DiskImages.open(Corpus.unpack(name, folder))) {
            assertThat(disk.info().capacity()).isEqualTo(Long.parseLong(row[1]));
            assertThat(DiskContent.sha256(disk)).isEqualTo(row[2]);
            disk.verifyUnchanged();
        }
    }

    static Stream<String> rejected() throws IOException {
        return verdicts("REJECT");
    }

    static Stream<String> warnedOf() throws IOException {
        return verdicts("OPEN+WARN");
    }

    private static Stream<String> verdicts(String verdict) throws IOException {
        return Corpus.table("bad/expected.tsv").stream()
                .filter(row ->
                        row[1].equals(verdict) && DISK_IMAGE.matcher(row[0]).matches())
                .map(row -> row[0]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejected")
    void refusesWhatIsMalformed(String name) throws Exception {
        Path image = Corpus.unpack("bad/" + name, folder);

        assertThatThrownBy(() -> DiskImages.open(image).close())
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining(image.toString());
    }

    private static final Map<String, String> DAMAGED_STRUCTURES = Map.of(
            "v02-one-header-badcrc.vhdx", "VHDX header",
            "v04-first-region-table-bad.vhdx", "VHDX region table 1",
            "h03-fixed-511-footer.vhd", "VHD footer",
            "h12-front-footer-bad-tail-good.vhd", "VHD footer copy",
            "h13-tail-footer-missing.vhd", "VHD footer");

    @ParameterizedTest(name = "{0}")
    @MethodSource("warnedOf")
    void readsWhatIsDamagedWithoutLossAndNamesTheStructure(String name) throws Exception {
        try (VirtualDisk disk = DiskImages.open(Corpus.unpack("bad/" + name, folder))) {
            DiskContent.sha256(disk);
            assertThat(disk.info().warnings())
                    .extracting(ImageWarning::structure)
                    .singleElement()
                    .asString()
                    .startsWith(DAMAGED_STRUCTURES.getOrDefault(name, "no expectation for " + name));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutDigest")
    void opensImagesOfWhichNoDigestIsKnown(String name) throws Exception {
        try (VirtualDisk disk = DiskImages.open(Corpus.unpack(name, folder))) {
            List<Extent> extents = DiskContent.extents(disk);
            assertThat(extents.get(extents.size() - 1).end())
                    .isEqualTo(disk.info().capacity());
        }
    }

    static Stream<String> withoutDigest() {
        return Stream.of(
                "real/dfvfs-image.vhd",
                "real/qemu-hyperv2012r2-dynamic.vhd",
                "real/qemu-virtualpc-dynamic.vhd",
                "real/discutils-lvm2.vhdx",
                "real/discutils-swap.vhdx",
                "real/discutils-xfs.vhdx",
                "gen/vhd-dyn-127G-chs.vhd",
                "gen/vhd-dyn-200G-force.vhd",
                "gen/vhd-dyn-2040G-force.vhd",
                "gen/vhdx-dyn-4T.vhdx",
                "gen/vhdx-dyn-64T.vhdx");
    }

    @Test
    void returnsWhatIsStoredUnderClearSectorBitsOfADynamicDiskAndWarns() throws Exception {
        try (VirtualDisk disk = DiskImages.open(Corpus.unpack("gen/vhd-dyn-clearbits.vhd", folder))) {
            assertThat(DiskContent.sha256(disk))
                    .isEqualTo("23b06425fe17cf6d7e153f5a1d76f1ea836a003a2ba8e80b1cd525b71376e24d");
            assertThat(disk.info().warnings())
                    .extracting(ImageWarning::structure)
                    .containsExactly("VHD sector bitmap");
        }
    }

    @Test
    void readsPartiallyPresentBlocksOfADynamicDiskWholeAndWarns() throws Exception {
        try (VirtualDisk disk = DiskImages.open(Corpus.unpack("gen/partial-in-dyn.vhdx", folder))) {
            assertThat(DiskContent.sha256(disk))
                    .isEqualTo("f654a3bba6d5d1b020fff5c4acbaaa588eaa93807dfe8df52793b073950a65b9");
            assertThat(disk.info().warnings())
                    .extracting(ImageWarning::structure)
                    .containsExactly("VHDX block allocation table");
        }
    }

    @Test
    void takesTheSizeFieldOfVirtualPcForTheTruthAndWarns() throws Exception {
        try (VirtualDisk disk = DiskImages.open(Corpus.unpack("gen/vhd-geo-vpc.vhd", folder))) {
            assertThat(disk.info().capacity()).isEqualTo(10488320);
            assertThat(disk.info().warnings()).singleElement().asString().contains("10479616");
        }
    }

    @Test
    void refusesAChildWhoseParentIsNotTheOneItWasMadeFrom() throws Exception {
        Corpus.unpack("gen/grow-base.vhdx", folder);
        Path child = Corpus.unpack("gen/badlink-child.avhdx", folder);

        assertThatThrownBy(() -> DiskImages.open(child))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("not the one that it was made from")
                .hasMessageContaining("grow-base.vhdx");
    }

    @Test
    void describesARealCheckpointWhoseParentIsAbsentButDoesNotOpenIt() throws Exception {
        Path child = Corpus.unpack("real/dissect-differencing.avhdx", folder);

        DiskInfo info = DiskImages.describe(child, OpenOptions.DEFAULT);

        assertThat(info.kind()).isEqualTo(DiskKind.DIFFERENCING);
        assertThat(info.warnings()).extracting(ImageWarning::structure).containsExactly("VHDX parent locator");
        assertThatThrownBy(() -> DiskImages.open(child)).hasMessageContaining("was not found");
    }

    @Test
    void followsTheNameThatARealDifferencingVhdGivesItsParent() throws Exception {
        Path child = Corpus.unpack("real/dfvfs-image-differential.vhd", folder);
        assertThatThrownBy(() -> DiskImages.open(child)).hasMessageContaining("image.vhd");
        Files.move(Corpus.unpack("real/dfvfs-image.vhd", folder), folder.resolve("image.vhd"));

        try (VirtualDisk disk = DiskImages.open(child)) {
            assertThat(disk.info().chain())
                    .extracting(link -> String.valueOf(link.path().getFileName()))
                    .containsExactly("dfvfs-image-differential.vhd", "image.vhd");
        }
    }

    @Test
    void refusesForeignFormatsByName() throws Exception {
        Path qcow = Corpus.unpack("real/dfvfs-windows_volume.qcow2", folder);
        Path wim = Corpus.unpack("real/discutils-TestData.wim", folder);

        assertThatThrownBy(() -> DiskImages.open(qcow)).hasMessageContaining("QCOW");
        assertThatThrownBy(() -> DiskImages.open(wim)).hasMessageContaining("WIM");
    }
}
