package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.copy.contract.DiskTargetContract;
import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.Corpus;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.oracle.Libvhdi;
import dev.gen2lift.testimages.oracle.QemuImg;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VhdxTargetTest extends DiskTargetContract {

    private static final int MIB = 1 << 20;
    private static final long TIB = 1L << 40;

    @TempDir
    Path folder;

    @Override
    protected DiskTarget create(long capacity) throws Exception {
        return open(capacity, Unfinished.REMOVE);
    }

    @Override
    protected Optional<byte[]> visible() throws Exception {
        if (!Files.exists(out())) {
            return Optional.empty();
        }
        try (VirtualDisk disk = DiskImages.open(out())) {
            ByteBuffer content = ByteBuffer.allocate((int) disk.size());
            disk.read(0, content);
            return Optional.of(content.array());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {512, 3 * MIB, 37L * MIB + 512, 130L * MIB})
    void isTheSameDiskToQemuAndToLibvhdi(long size) throws Exception {
        SparseContent content = new SparseContent(size)
                .write(0, random(512))
                .write(size / 3 / 512 * 512, random((int) (size / 3)))
                .write(size - 512, random(512));
        Path raw = raw(content);
        try (VirtualDisk disk = DiskImages.open(raw);
                DiskTarget target = open(size, Unfinished.REMOVE)) {
            CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE);
        }

        QemuImg.check(out(), "vhdx").expectSuccess();
        QemuImg.compare(raw, "raw", out(), "vhdx").expectSuccess();
        assertThat(Libvhdi.sha256(out()).expectSuccess().out().strip()).isEqualTo(content.sha256());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gen/vhd-fixed-3M512-force.vhd",
                "gen/vhdx-dyn-log16M.vhdx",
                "gen/linux-gen2-ext4.vhdx",
                "gen/vhd-geo-win.vhd",
                "real/dissect-dynamic.vhd",
                "real/plaso-image.vhd"
            })
    void holdsADiskThatOthersWrote(String name) throws Exception {
        String[] row = Corpus.table("digests.tsv").stream()
                .filter(each -> each[0].startsWith(name))
                .findFirst()
                .orElseThrow();
        try (VirtualDisk disk = DiskImages.open(Corpus.unpack(name, folder));
                DiskTarget target = open(disk.size(), Unfinished.REMOVE)) {
            CopyEngine.copy(disk, target, CopyOptions.local(), CopyProgress.NONE);
        }

        QemuImg.check(out(), "vhdx").expectSuccess();
        assertThat(Libvhdi.sha256(out()).expectSuccess().out().strip()).isEqualTo(row[2]);
    }

    @ParameterizedTest
    @ValueSource(longs = {2 * TIB - 512, 2 * TIB + 512, 64 * TIB})
    void holdsADiskOfAnySizeThatQemuTakes(long size) throws Exception {
        byte[] sector = new byte[4096];
        Arrays.fill(sector, (byte) 7);
        try (DiskTarget target = open(size, Unfinished.REMOVE)) {
            target.write(0, ByteBuffer.wrap(sector));
            target.write(size - 4096, ByteBuffer.wrap(sector));
            target.complete();
        }

        QemuImg.check(out(), "vhdx").expectSuccess();
        assertThat(QemuImg.info(out(), "vhdx").expectSuccess().out()).contains("\"virtual-size\": " + size);
        try (VirtualDisk disk = DiskImages.open(out())) {
            ByteBuffer last = ByteBuffer.allocate(4096);
            disk.read(size - 4096, last);
            assertThat(last.array()).isEqualTo(sector);
            assertThat(disk.info().warnings()).isEmpty();
        }
    }

    @Test
    void isADynamicDiskWithSectorsOf512Bytes() throws Exception {
        try (DiskTarget target = open(5 * MIB, Unfinished.REMOVE)) {
            target.write(4 * MIB, ByteBuffer.wrap(new byte[] {1}));
            target.complete();
        }
        try (VirtualDisk disk = DiskImages.open(out())) {
            assertThat(disk.info().format()).isEqualTo(DiskFormat.VHDX);
            assertThat(disk.info().kind()).isEqualTo(DiskKind.DYNAMIC);
            assertThat(disk.info().logicalSectorSize()).isEqualTo(512);
            assertThat(disk.info().allocatedSize()).isLessThanOrEqualTo(2 * MIB);
        }
    }

    @Test
    void goesOnWithWhatAnEarlierRunLeft() throws Exception {
        byte[] expected = new byte[9 * MIB];
        Random random = new Random(3);
        for (int run = 0; run < 6; run++) {
            byte[] bytes = new byte[64 << 10];
            random.nextBytes(bytes);
            int offset = random.nextInt(expected.length / bytes.length) * bytes.length;
            System.arraycopy(bytes, 0, expected, offset, bytes.length);
            try (DiskTarget target = open(expected.length, Unfinished.CONTINUE)) {
                assertThat(target.continued()).isEqualTo(run > 0);
                target.write(offset, ByteBuffer.wrap(bytes));
                target.force();
            }
            assertThat(visible()).isEmpty();
        }
        try (DiskTarget target = open(expected.length, Unfinished.CONTINUE)) {
            target.complete();
        }
        assertThat(visible()).hasValue(expected);
        assertThat(files()).containsExactly(out());
        QemuImg.check(out(), "vhdx").expectSuccess();
    }

    @Test
    void beginsAnewWhereItIsToldTo() throws Exception {
        try (DiskTarget target = open(2 * MIB, Unfinished.CONTINUE)) {
            target.write(0, ByteBuffer.wrap(new byte[] {1}));
        }
        try (DiskTarget target = open(2 * MIB, Unfinished.RESTART)) {
            assertThat(target.continued()).isFalse();
            target.complete();
        }
        assertThat(visible()).hasValue(new byte[2 * MIB]);
    }

    @Test
    void leavesNothingForTheNextRunWhereItIsNotToldTo() throws Exception {
        try (DiskTarget target = open(2 * MIB, Unfinished.REMOVE)) {
            target.write(0, ByteBuffer.wrap(new byte[] {1}));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void isWrittenByOneRunAtATime() throws Exception {
        try (DiskTarget first = open(2 * MIB, Unfinished.CONTINUE)) {
            assertThatThrownBy(() -> open(2 * MIB, Unfinished.CONTINUE))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("another run");
            first.complete();
        }
        assertThat(visible()).isPresent();
    }

    @Test
    void doesNotGoOnWithAFileWhosePlacesAreImpossible() throws Exception {
        try (DiskTarget target = open(8 * MIB, Unfinished.CONTINUE)) {
            target.write(0, ByteBuffer.wrap(new byte[] {1}));
        }
        Path left = files().get(0);
        for (long entry : new long[] {5, 4L * MIB + 7, (1L << 62) + 6, 3L * MIB + 6}) {
            try (RandomAccessFile file = new RandomAccessFile(left.toFile(), "rw")) {
                file.seek(3 * MIB + 8);
                file.writeLong(Long.reverseBytes(entry));
            }
            assertThatThrownBy(() -> open(8 * MIB, Unfinished.CONTINUE))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("begin anew");
        }
    }

    @Test
    void isNoImageToAnybodyBeforeItIsComplete() throws Exception {
        try (DiskTarget target = open(2 * MIB, Unfinished.CONTINUE)) {
            target.write(0, ByteBuffer.wrap(new byte[] {1}));
        }
        Path left = files().get(0);
        assertThat(Arrays.copyOf(Files.readAllBytes(left), 8)).containsOnly(0);
        assertThatThrownBy(() -> DiskImages.open(left, OpenOptions.DEFAULT.withFormat(DiskFormat.VHDX)))
                .isInstanceOf(BadImageException.class);
    }

    @Test
    void takesWhatADiskHoldsInAnyOrder() throws Exception {
        MemoryDisk source = MemoryDisk.random(new Random(11), 30 * MIB, 64 << 10);
        try (DiskTarget target = open(source.size(), Unfinished.REMOVE)) {
            CopyEngine.copy(source, target, CopyOptions.local(), CopyProgress.NONE);
        }
        assertThat(visible()).hasValue(source.content());
    }

    private DiskTarget open(long capacity, Unfinished unfinished) throws Exception {
        return VhdxTarget.create(
                out(), capacity, FileOptions.of(ExistingFile.REFUSE).withUnfinished(unfinished));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Path out() {
        return folder.resolve("out.vhdx");
    }

    private Path raw(SparseContent content) throws Exception {
        Path raw = folder.resolve("source.raw");
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(content.size());
            byte[] buffer = new byte[MIB];
            for (long at = content.nextData(0); at < content.size(); at = content.nextData(at)) {
                int length = (int) Math.min(buffer.length, content.size() - at);
                content.read(at, buffer, 0, length);
                file.seek(at);
                file.write(buffer, 0, length);
                at += length;
            }
        }
        return raw;
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
