package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the files below a disk are treated: never written to, watched for changes, of any name. */
class SourceTest {

    private static final int MIB = 1 << 20;
    private static final SparseContent CONTENT =
            new SparseContent(4L * MIB).write(MIB + 512, PseudoRandom.bytes(1, MIB));

    @TempDir
    Path folder;

    @Test
    void changesNothingNotEvenWhereALogIsPending() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).blockSize(MIB).pending(PendingLog.simple()).writeTo(image);
        byte[] before = Files.readAllBytes(image);
        FileTime time = Files.getLastModifiedTime(image);

        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(disk.info().logReplayed()).isTrue();
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
        }

        assertThat(Files.readAllBytes(image)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(image)).isEqualTo(time);
    }

    @Test
    void noticesThatTheFileGrew() throws Exception {
        Path image = raw();
        try (VirtualDisk disk = DiskImages.open(image)) {
            Files.write(image, new byte[512], StandardOpenOption.APPEND);

            assertThatThrownBy(disk::verifyUnchanged).isInstanceOf(SourceChangedException.class);
        }
    }

    @Test
    void noticesThatTheFileWasWrittenTo() throws Exception {
        Path image = raw();
        try (VirtualDisk disk = DiskImages.open(image)) {
            Files.setLastModifiedTime(image, FileTime.fromMillis(12345678));

            assertThatThrownBy(disk::verifyUnchanged).isInstanceOf(SourceChangedException.class);
        }
    }

    @Test
    void noticesThatAnotherFileTookItsPlace() throws Exception {
        Path image = raw();
        Path other = folder.resolve("other.raw");
        Files.copy(image, other, StandardCopyOption.COPY_ATTRIBUTES);
        try (VirtualDisk disk = DiskImages.open(image)) {
            Files.move(other, image, StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(disk::verifyUnchanged).isInstanceOf(SourceChangedException.class);
        }
    }

    @Test
    void noticesThatAVhdxWasOpenedToWriteThoughItsTimeIsTheSame() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).blockSize(MIB).writeTo(image);
        FileTime time = Files.getLastModifiedTime(image);
        Path written = folder.resolve("written.vhdx");
        VhdxBuilder.of(CONTENT).blockSize(MIB).dataWriteId(new UUID(9, 9)).writeTo(written);
        try (VirtualDisk disk = DiskImages.open(image);
                FileChannel in = FileChannel.open(written);
                FileChannel out = FileChannel.open(image, StandardOpenOption.WRITE)) {
            ByteBuffer headers = ByteBuffer.allocate(128 << 10);
            in.read(headers, 64 << 10);
            out.write(headers.flip(), 64 << 10);
            Files.setLastModifiedTime(image, time);

            assertThatThrownBy(disk::verifyUnchanged).isInstanceOf(SourceChangedException.class);
        }
    }

    @Test
    void staysReadableForOthersWhenAReaderIsInterrupted() throws Exception {
        try (VirtualDisk disk = DiskImages.open(raw())) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    DiskContent.read(disk, MIB, 512);
                    failure.complete(new AssertionError("an interrupted thread read on"));
                } catch (Exception e) {
                    failure.complete(e);
                }
            });
            reader.start();

            assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(ClosedByInterruptException.class);
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
        }
    }

    @Test
    void isNotReadableOnceClosed() throws Exception {
        VirtualDisk disk = DiskImages.open(raw());
        disk.close();

        assertThatThrownBy(() -> DiskContent.read(disk, 0, 512)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void takesAnythingForRawWhereToldTo() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(CONTENT).writeTo(image);

        try (VirtualDisk disk = DiskImages.open(image, OpenOptions.DEFAULT.withFormat(DiskFormat.RAW))) {
            assertThat(disk.info().capacity()).isEqualTo(Files.size(image));
        }
    }

    @Test
    void recognisesAnImageByItsContentWhateverItsName() throws Exception {
        Path image = folder.resolve("disk.raw");
        VhdxBuilder.of(CONTENT).writeTo(image);

        assertThat(DiskImages.describe(image, OpenOptions.DEFAULT).format()).isEqualTo(DiskFormat.VHDX);
    }

    @Test
    void refusesToGuessThatAFileIsRaw() throws Exception {
        Path image = folder.resolve("disk.vmdisk");
        SparseFile.writeRaw(image, CONTENT);

        assertThatThrownBy(() -> DiskImages.open(image)).isInstanceOf(BadImageException.class);
    }

    @Test
    void leavesErrorsOfTheSystemToTheSystem() {
        assertThatThrownBy(() -> DiskImages.open(folder.resolve("gone.vhdx"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> DiskImages.open(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a folder");
    }

    private Path raw() throws Exception {
        Path image = folder.resolve("disk.raw");
        SparseFile.writeRaw(image, CONTENT);
        return image;
    }
}
