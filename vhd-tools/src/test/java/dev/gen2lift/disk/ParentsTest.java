package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where parents are found, and what is refused as one. */
class ParentsTest {

    private static final int MIB = 1 << 20;
    private static final UUID PARENT_ID = new UUID(1, 2);
    private static final SparseContent PARENT = new SparseContent(4L * MIB).write(MIB, PseudoRandom.bytes(1, MIB));
    private static final SparseContent CHILD = PARENT.copy().write(2L * MIB, PseudoRandom.bytes(2, 4096));

    @TempDir
    Path folder;

    private Path vms;

    @BeforeEach
    void makeFolders() throws IOException {
        vms = Files.createDirectories(folder.resolve("vms"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".\\base.vhdx", "base.vhdx", ".\\BASE.VHDX", "./base.vhdx", "C:\\Other\\base.vhdx"})
    void findsAParentBesideItsChildByAnyWindowsPath(String path) throws Exception {
        parent(vms.resolve("base.vhdx"));

        assertReads(child(ParentLocator.of(PARENT_ID, path)), OpenOptions.DEFAULT);
    }

    @Test
    void findsAParentInAFolderBelowWhateverTheCaseOfItsName() throws Exception {
        parent(Files.createDirectories(vms.resolve("Parents")).resolve("Base.vhdx"));

        assertReads(child(ParentLocator.of(PARENT_ID, ".\\PARENTS\\base.VHDX")), OpenOptions.DEFAULT);
    }

    @Test
    void findsAParentByTheNameInItsAbsolutePath() throws Exception {
        parent(vms.resolve("base.vhdx"));
        ParentLocator locator = ParentLocator.of(PARENT_ID, ".\\gone\\other.vhdx")
                .with("absolute_win32_path", "C:\\ClusterStorage\\Volume1\\base.vhdx");

        assertReads(child(locator), OpenOptions.DEFAULT);
    }

    @Test
    void findsAParentInAGivenFolder() throws Exception {
        Path store = Files.createDirectories(folder.resolve("store"));
        parent(store.resolve("base.vhdx"));
        Path child = child(ParentLocator.of(PARENT_ID, ".\\base.vhdx"));

        assertRefused(child, "was not found", "base.vhdx", vms.toString());
        assertReads(child, OpenOptions.DEFAULT.withParentFolders(List.of(store)));
    }

    @Test
    void leavesTheChildsFolderOnlyIntoGivenFolders() throws Exception {
        Path store = Files.createDirectories(folder.resolve("store"));
        parent(store.resolve("base.vhdx"));
        Path child = child(ParentLocator.of(PARENT_ID, "..\\store\\base.vhdx"));

        assertRefused(child, "not followed", store.resolve("base.vhdx").toString());
        assertReads(child, OpenOptions.DEFAULT.withParentFolders(List.of(store)));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsNoLinkOutOfTheFolders() throws Exception {
        Path store = Files.createDirectories(folder.resolve("store"));
        parent(store.resolve("base.vhdx"));
        Files.createSymbolicLink(vms.resolve("base.vhdx"), store.resolve("base.vhdx"));
        Path child = child(ParentLocator.of(PARENT_ID, ".\\base.vhdx"));

        assertRefused(child, "where a link leads", "not followed");
        assertReads(child, OpenOptions.DEFAULT.withParentFolders(List.of(store)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\\attacker\\share\\base.vhdx", "\\\\?\\UNC\\attacker\\share\\base.vhdx"})
    void opensNoParentOnTheNetwork(String path) throws Exception {
        Path child = child(ParentLocator.of(PARENT_ID, path)
                .with("absolute_win32_path", path)
                .with("volume_path", path));

        assertRefused(child, "on the network, not followed");
    }

    @Test
    void readsTheRightOneOfTwoFilesWithTheParentsName() throws Exception {
        VhdxBuilder.of(CHILD).dataWriteId(new UUID(7, 7)).writeTo(vms.resolve("base.vhdx"));
        Path store = Files.createDirectories(folder.resolve("store"));
        parent(store.resolve("base.vhdx"));
        Path child = child(ParentLocator.of(PARENT_ID, ".\\base.vhdx"));

        assertReads(child, OpenOptions.DEFAULT.withParentFolders(List.of(store)));
    }

    @Test
    void acceptsAParentByItsSecondLinkage() throws Exception {
        parent(vms.resolve("base.vhdx"));
        ParentLocator locator = ParentLocator.of(new UUID(7, 7), ".\\base.vhdx")
                .with("parent_linkage2", ParentLocator.linkage(PARENT_ID));

        assertReads(child(locator), OpenOptions.DEFAULT);
    }

    @Test
    void refusesAParentThatWasWrittenToSince() throws Exception {
        parent(vms.resolve("base.vhdx"));
        Path child = child(ParentLocator.of(new UUID(7, 7), ".\\base.vhdx"));

        assertRefused(child, "not the one that it was made from", "base.vhdx", PARENT_ID.toString());
    }

    @Test
    void refusesAVhdAsTheParentOfAVhdx() throws Exception {
        VhdBuilder.dynamic(PARENT).id(PARENT_ID).writeTo(vms.resolve("base.vhdx"));

        assertRefused(child(ParentLocator.of(PARENT_ID, ".\\base.vhdx")), "is not a VHDX");
    }

    @Test
    void refusesAVhdParentWithAnotherIdentifier() throws Exception {
        VhdBuilder.dynamic(PARENT).id(new UUID(7, 7)).writeTo(vms.resolve("base.vhd"));
        Path child = vms.resolve("child.avhd");
        VhdBuilder.differencing(CHILD, PARENT, PARENT_ID)
                .parentLocator(VhdParentLocator.relative(".\\base.vhd"))
                .writeTo(child);

        assertRefused(child, "not the one that it was made from", "base.vhd");
    }

    @Test
    void onlyWarnsOfAVhdParentWithAnotherTime() throws Exception {
        VhdBuilder.dynamic(PARENT).id(PARENT_ID).writeTo(vms.resolve("base.vhd"));
        Path child = vms.resolve("child.avhd");
        VhdBuilder.differencing(CHILD, PARENT, PARENT_ID)
                .parentName("base.vhd")
                .parentTimestamp(1)
                .writeTo(child);

        try (VirtualDisk disk = DiskImages.open(child)) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CHILD.sha256());
            assertThat(disk.info().warnings()).singleElement().asString().contains("another time");
        }
    }

    @Test
    void refusesAnImageThatIsItsOwnParent() throws Exception {
        Path child = vms.resolve("child.avhdx");
        VhdxBuilder.of(CHILD)
                .differencing(PARENT, ParentLocator.of(PARENT_ID, ".\\child.avhdx"))
                .dataWriteId(PARENT_ID)
                .writeTo(child);

        assertRefused(child, "circular");
    }

    @Test
    void refusesTwoImagesThatAreEachOthersParent() throws Exception {
        UUID otherId = new UUID(5, 6);
        Path one = vms.resolve("one.avhdx");
        VhdxBuilder.of(CHILD)
                .differencing(PARENT, ParentLocator.of(otherId, ".\\two.avhdx"))
                .dataWriteId(PARENT_ID)
                .writeTo(one);
        VhdxBuilder.of(CHILD)
                .differencing(PARENT, ParentLocator.of(PARENT_ID, ".\\one.avhdx"))
                .dataWriteId(otherId)
                .writeTo(vms.resolve("two.avhdx"));

        assertRefused(one, "circular");
    }

    @Test
    void refusesAChainWithoutEnd() throws Exception {
        SparseContent content = new SparseContent(MIB);
        for (int i = 0; i <= 256; i++) {
            VhdxBuilder.of(content)
                    .differencing(content, ParentLocator.of(new UUID(0, i + 1), ".\\" + (i + 1) + ".avhdx"))
                    .blockSize(MIB)
                    .dataWriteId(new UUID(0, i))
                    .writeTo(vms.resolve(i + ".avhdx"));
        }

        assertThatThrownBy(() -> DiskImages.open(vms.resolve("0.avhdx")))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT));
    }

    @Test
    void namesTheDamagedFileWhereAParentIsDamaged() throws Exception {
        Path base = vms.resolve("base.vhdx");
        parent(base);
        Path child = child(ParentLocator.of(PARENT_ID, ".\\base.vhdx"));
        Files.write(base, "vhdxfile".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> DiskImages.open(child))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.file()).isEqualTo(base.toString()));
    }

    @Test
    void listsTheChainFromTheImageToItsLastParent() throws Exception {
        parent(vms.resolve("base.vhdx"));
        Path child = child(ParentLocator.of(PARENT_ID, ".\\base.vhdx"));

        assertThat(DiskImages.describe(child, OpenOptions.DEFAULT).chain())
                .extracting(
                        DiskInfo.ChainLink::kind,
                        link -> link.path().getFileName().toString())
                .containsExactly(tuple(DiskKind.DIFFERENCING, "child.avhdx"), tuple(DiskKind.DYNAMIC, "base.vhdx"));
    }

    private static void parent(Path file) throws IOException {
        VhdxBuilder.of(PARENT).blockSize(MIB).dataWriteId(PARENT_ID).writeTo(file);
    }

    private Path child(ParentLocator locator) throws IOException {
        Path child = vms.resolve("child.avhdx");
        VhdxBuilder.of(CHILD).differencing(PARENT, locator).blockSize(MIB).writeTo(child);
        return child;
    }

    private static void assertReads(Path child, OpenOptions options) throws IOException {
        try (VirtualDisk disk = DiskImages.open(child, options)) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CHILD.sha256());
        }
    }

    private static void assertRefused(Path child, String... reasons) {
        ThrowingCallable opening = () -> DiskImages.open(child).close();
        assertThatThrownBy(opening)
                .isInstanceOf(BadImageException.class)
                .hasMessageContainingAll(reasons)
                .hasMessageContaining(child.toString());
    }
}
