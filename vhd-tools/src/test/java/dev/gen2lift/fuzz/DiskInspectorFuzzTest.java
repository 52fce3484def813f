package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.archive.ArchivedImages;
import dev.gen2lift.disk.layer.ImageFile;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.testimages.efi.PeImage;
import dev.gen2lift.testimages.ext.Ext2Builder;
import dev.gen2lift.testimages.fat.FatBuilder;
import dev.gen2lift.testimages.fat.FatType;
import dev.gen2lift.testimages.partition.GptBuilder;
import dev.gen2lift.testimages.partition.GptPartition;
import dev.gen2lift.testimages.partition.MbrBuilder;
import dev.gen2lift.testimages.partition.PartitionTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is looked at on a disk: whatever it holds is told, never thrown. */
@Timeout(20)
class DiskInspectorFuzzTest {

    private static final int MIB = 1 << 20;

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() {
        SparseContent esp = new FatBuilder(FatType.FAT12, MIB)
                .label("SYSTEM")
                .file("/EFI/BOOT/BOOTX64.EFI", PeImage.stub(Machine.X64).toBytes())
                .file(
                        "/EFI/Microsoft/Boot/bootmgfw.efi",
                        PeImage.stub(Machine.ARM64).toBytes())
                .build();
        SparseContent root = new Ext2Builder(MIB)
                .label("root")
                .file("/etc/os-release", "ID=debian\nVERSION_ID=13\n")
                .build();
        SparseContent gpt = new GptBuilder(6L * MIB)
                .partition(new GptPartition(PartitionTypes.EFI_SYSTEM, new UUID(1, 1), "ESP", MIB, MIB), esp)
                .partition(
                        new GptPartition(PartitionTypes.LINUX_FILESYSTEM, new UUID(2, 2), "root", 3 * MIB, MIB), root)
                .build();
        SparseContent mbr = new MbrBuilder(6 * MIB)
                .bootCode(new byte[] {1, 2, 3})
                .primary(0x0C, true, MIB, MIB, esp)
                .logical(0x83, 3 * MIB, MIB, root)
                .build();
        return Stream.of(gpt, mbr, esp, root, new SparseContent(2 * MIB))
                .map(disk -> FuzzInput.of(FuzzInput.SEAL, disk));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverADiskHoldsIsTold(byte[] input) throws IOException {
        FuzzInput file = FuzzInput.read(input);
        if (file.has(FuzzInput.SEAL)) {
            Checksums.ofGpt(file.content());
        }
        if (file.content().size() == 0) {
            return;
        }
        Path image = folder.resolve("disk.img");
        SparseFile.writeRaw(image, file.content());
        if (isPacked(image)) {
            return;
        }
        ReadOrRefuse.within(() -> {
            // Other formats than raw have fuzz tests of their own, and archives too.
            try (VirtualDisk disk = DiskImages.open(image, OpenOptions.DEFAULT.withFormat(DiskFormat.RAW))) {
                assertThat(DiskInspector.inspect(disk).generation()).isNotNull();
            }
        });
    }

    private static boolean isPacked(Path image) throws IOException {
        try (ImageSource source = ArchivedImages.open(image)) {
            return !(source instanceof ImageFile);
        } catch (BadImageException e) {
            return true;
        }
    }
}
