package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.storage.blob.specialized.PageBlobClient;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import dev.gen2lift.transfer.journal.UploadRunningException;
import dev.gen2lift.transfer.verify.Verification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changed since an earlier upload is sent, and nothing else, and the blob is the disk of now. */
class PageBlobUpdateTest {

    private static final int MIB = StoredDisks.MIB;
    private static final int SIZE = 48 * MIB;
    private static final int FOOTER = 512;

    @TempDir
    private Path folder;

    private final StoredDisks azurite = new StoredDisks();

    PageBlobUpdateTest() throws IOException {}

    @Test
    void sendsOnlyWhatACheckpointsChildHolds() throws Exception {
        SparseContent before = content(1);
        SparseContent after = before.copy()
                .write(3 * MIB, random(2, 64 << 10))
                .write(20 * MIB, new byte[2 * MIB])
                .write(41L * MIB + 512, random(3, 1024));
        Path parent = folder.resolve("parent.vhdx");
        VhdxBuilder.of(before).blockSize(MIB).dataWriteId(Guid.named("parent")).writeTo(parent);
        upload(parent);
        Path child = folder.resolve("child.avhdx");
        VhdxBuilder.of(after)
                .blockSize(MIB)
                .differencing(before, ParentLocator.of(Guid.named("parent"), "parent.vhdx"))
                .writeTo(child);

        UploadResult result = update(child, CopyProgress.NONE);

        assertStored(after.bytes(0, SIZE));
        assertThat(result.bytesSent()).isLessThan(FOOTER + (1 << 20));
        assertThat(result.bytesRead()).isLessThan(6L * MIB);
    }

    @Test
    void knowsWhatChangedWhereEachImageOfTheChainLiesInAFolderOfItsOwn() throws Exception {
        SparseContent first = content(1);
        SparseContent second = first.copy().write(3 * MIB, random(2, 64 << 10));
        SparseContent third = second.copy().write(17 * MIB, random(3, 64 << 10));
        Path base = image("a", "base.vhdx");
        VhdxBuilder.of(first).blockSize(MIB).dataWriteId(Guid.named("base")).writeTo(base);
        Path middle = image("b", "middle.avhdx");
        VhdxBuilder.of(second)
                .blockSize(MIB)
                .dataWriteId(Guid.named("middle"))
                .differencing(first, ParentLocator.of(Guid.named("base"), "base.vhdx"))
                .writeTo(middle);
        Path top = image("c", "top.avhdx");
        VhdxBuilder.of(third)
                .blockSize(MIB)
                .differencing(second, ParentLocator.of(Guid.named("middle"), "middle.avhdx"))
                .writeTo(top);
        List<Path> parents = List.of(folder.resolve("a"), folder.resolve("b"));
        OpenOptions open = OpenOptions.DEFAULT.withParentFolders(parents);
        PageBlobAddress address = azurite.address("disk.vhd");
        try (VirtualDisk disk = DiskImages.open(middle, open)) {
            PageBlobUpload.run(disk, address, azurite.connection(), UploadOptions.usual(), CopyProgress.NONE);
        }

        UploadResult result;
        try (VirtualDisk disk = DiskImages.open(top, open)) {
            result = PageBlobUpdate.run(disk, address, azurite.connection(), UploadOptions.usual(), CopyProgress.NONE);
        }

        assertStored(third.bytes(0, SIZE));
        assertThat(result.bytesSent()).isLessThan(FOOTER + (1 << 20));
    }

    @Test
    void sendsOnlyChunksWhoseDigestsDiffer() throws Exception {
        Path image = raw(1);
        upload(image);
        change(image, 5L * MIB, random(7, 4096));
        change(image, 30L * MIB, new byte[4096]);

        UploadResult result = update(image, CopyProgress.NONE);

        assertStored(Files.readAllBytes(image));
        assertThat(result.bytesSent()).isLessThanOrEqualTo(2 * 4L * MIB + FOOTER);
        assertThat(verify(image).difference()).isEmpty();
        assertThat(result.digestRoot()).isPresent().isEqualTo(verify(image).root());
    }

    @Test
    void putsTheNewDigestsIntoPlaceWhereARunWasKilledBeforeItCould() throws Exception {
        Path image = raw(1);
        upload(image);
        Path kept = azurite.digests(transfers(), "disk.vhd");
        Path before = Files.copy(kept, folder.resolve("before.digests"));
        change(image, 5L * MIB, random(7, 4096));
        update(image, CopyProgress.NONE);
        Files.move(kept, kept.resolveSibling(kept.getFileName() + ".new"));
        Files.move(before, kept);

        UploadResult again = update(image, CopyProgress.NONE);

        assertThat(again.found()).isTrue();
        assertThat(again.digestRoot()).isPresent();
        assertThat(verify(image).difference()).isEmpty();
        change(image, 9L * MIB, random(8, 4096));
        assertThat(update(image, CopyProgress.NONE).found()).isFalse();
        assertStored(Files.readAllBytes(image));
    }

    @Test
    void doesNotCompleteABlobThatSomebodyReplacedMeanwhile() throws Exception {
        Path image = raw(1);
        upload(image);
        change(image, MIB, random(1, 10 * MIB));
        PageBlobClient blob = azurite.client("disk.vhd");

        assertThatThrownBy(() ->
                        update(image, WatchedProgress.doingMeanwhile(() -> blob.create((long) SIZE + FOOTER, true))))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("replaced");
        try (PageBlobDisk stored = azurite.open("disk.vhd")) {
            assertThat(stored.flaw()).isPresent();
        }
    }

    @Test
    void doesNotRunBesideAnUploadToTheSameBlob() throws Exception {
        Path image = raw(1);
        upload(image);
        change(image, MIB, random(1, 10 * MIB));
        List<Throwable> refused = new ArrayList<>();

        update(
                image,
                WatchedProgress.doingMeanwhile(() -> refused.add(catchThrowable(
                        () -> azurite.upload(image, "disk.vhd", options().withOverwrite(true), CopyProgress.NONE)))));

        assertThat(refused).singleElement().isInstanceOf(UploadRunningException.class);
        assertStored(Files.readAllBytes(image));
    }

    @Test
    void clearsWhatIsZeroNow() throws Exception {
        Path image = raw(1);
        upload(image);
        change(image, 8L * MIB, new byte[4 * MIB]);

        UploadResult result = update(image, CopyProgress.NONE);

        assertStored(Files.readAllBytes(image));
        assertThat(result.bytesSent()).isEqualTo(FOOTER);
        assertThat(verify(image).difference()).isEmpty();
    }

    @Test
    void hasNothingToDoWhereNothingChanged() throws Exception {
        Path image = raw(1);
        upload(image);

        assertThat(update(image, CopyProgress.NONE).found()).isTrue();
    }

    @Test
    void isNoDiskUntilItIsCompleteAndGoesOnWhereItBrokeOff() throws Exception {
        Path image = raw(1);
        upload(image);
        for (int chunk = 0; chunk < 8; chunk++) {
            change(image, chunk * 4L * MIB + MIB, random(chunk, 2 * MIB));
        }

        assertThatThrownBy(() -> update(image, WatchedProgress.breakingOffAfter(5 * MIB)))
                .hasStackTraceContaining("broken off");
        try (PageBlobDisk stored = azurite.open("disk.vhd")) {
            assertThat(stored.flaw()).isPresent();
        }
        assertThatThrownBy(() -> upload(image)).isInstanceOf(AzureRequestException.class);
        UploadResult result = update(image, CopyProgress.NONE);

        assertThat(result.bytesResumed()).isPositive();
        assertStored(Files.readAllBytes(image));
        assertThat(verify(image).difference()).isEmpty();
    }

    @Test
    void refusesToGoOnWithAThirdState() throws Exception {
        Path image = raw(1);
        upload(image);
        change(image, MIB, random(1, 3 * MIB));
        assertThatThrownBy(() -> update(image, WatchedProgress.breakingOffAfter(1)))
                .hasStackTraceContaining("broken off");
        change(image, 9L * MIB, random(2, 4096));
        Files.setLastModifiedTime(image, FileTime.fromMillis(2_000_000_000_000L));

        assertThatThrownBy(() -> update(image, CopyProgress.NONE))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("no complete upload");
    }

    @Test
    void refusesWhereNobodyKnowsWhatChanged() throws Exception {
        Path image = raw(1);
        upload(image);
        Files.delete(azurite.digests(transfers(), "disk.vhd"));
        change(image, MIB, random(1, 4096));

        assertThatThrownBy(() -> update(image, CopyProgress.NONE))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("not known what changed");
        try (PageBlobDisk stored = azurite.open("disk.vhd")) {
            assertThat(stored.flaw()).isEmpty();
        }
    }

    private void assertStored(byte[] expected) throws Exception {
        byte[] stored = azurite.client("disk.vhd").downloadContent().toBytes();
        assertThat(stored).hasSize(SIZE + FOOTER);
        assertThat(Arrays.mismatch(Arrays.copyOf(stored, SIZE), expected)).isEqualTo(-1);
        try (PageBlobDisk disk = azurite.open("disk.vhd")) {
            assertThat(disk.flaw()).isEmpty();
        }
    }

    private Verification verify(Path image) throws Exception {
        return azurite.verify(image, "disk.vhd", transfers());
    }

    private void upload(Path image) throws Exception {
        azurite.upload(image, "disk.vhd", options(), CopyProgress.NONE);
    }

    private UploadResult update(Path image, CopyProgress progress) throws Exception {
        return azurite.update(image, "disk.vhd", options(), progress);
    }

    private Path image(String place, String name) throws IOException {
        return Files.createDirectories(folder.resolve(place)).resolve(name);
    }

    private UploadOptions options() {
        return UploadOptions.usual().withRequests(2).withJournals(transfers());
    }

    private Path transfers() {
        return folder.resolve("transfers");
    }

    private static SparseContent content(long seed) {
        SparseContent content = new SparseContent(SIZE);
        for (long at = 0; at < SIZE; at += 4L * MIB) {
            content.write(at, random(seed + at, 3 * MIB));
        }
        return content;
    }

    private Path raw(long seed) throws IOException {
        Path raw = folder.resolve("disk.raw");
        SparseContent content = content(seed);
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.write(content.bytes(0, SIZE));
        }
        Files.setLastModifiedTime(raw, FileTime.fromMillis(1_000_000_000_000L));
        return raw;
    }

    /** Also moves its time of change on, whatever the clock's grain. */
    private static void change(Path image, long offset, byte[] bytes) throws IOException {
        FileTime before = Files.getLastModifiedTime(image);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
        Files.setLastModifiedTime(image, FileTime.fromMillis(before.toMillis() + 1000));
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
