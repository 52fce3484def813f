package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no VHDX, VHD or raw disk is refused by its own name, with what to do instead. */
class RefusedFormatsTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "qcow2, '', a QCOW image",
        "qcow, '', a QCOW image",
        "qed, '', a QED image",
        "vmdk, subformat=monolithicSparse, a VMDK image",
        "vmdk, subformat=streamOptimized, a VMDK image",
        "vmdk, subformat=monolithicFlat, a VMDK image",
        "vdi, '', a VirtualBox VDI image",
        "parallels, '', a Parallels image"
    })
    void refusesTheImagesOfOtherHypervisorsAndTellsWhatConvertsThem(String format, String options, String name)
            throws Exception {
        Path image = folder.resolve("disk.img");
        String size = options.isEmpty() ? "size=8M" : "size=8M," + options;
        QemuImg.run("create", "-f", format, "-o", size, image.toString()).expectSuccess();

        assertRefused(image, name, "qemu-img convert -O vhdx");
    }

    @ParameterizedTest
    @CsvSource({"1, 36", "2, 32", "3, 32"})
    void refusesAnEncryptedQcowImageAsEncrypted(int version, int methodAt) throws Exception {
        ByteBuffer header = ByteBuffer.allocate(512);
        header.put(new byte[] {'Q', 'F', 'I', (byte) 0xFB}).putInt(version).putInt(methodAt, 2);

        assertRefused(
                Files.write(folder.resolve("disk.img"), header.array()), "an encrypted QCOW image", "decrypt it first");
    }

    @Test
    void refusesALuksContainerUnlessItIsSaidToBeARawDisk() throws Exception {
        byte[] container = PseudoRandom.bytes(1, MIB);
        System.arraycopy(new byte[] {'L', 'U', 'K', 'S', (byte) 0xBA, (byte) 0xBE}, 0, container, 0, 6);
        Path image = Files.write(folder.resolve("disk.luks"), container);

        assertRefused(image, "encrypted with LUKS", "--format raw");
        try (VirtualDisk disk = DiskImages.open(image, OpenOptions.DEFAULT.withFormat(DiskFormat.RAW))) {
            assertThat(disk.size()).isEqualTo(Files.size(image));
        }
        // A guest encrypts whole disks too.
        try (VirtualDisk disk = DiskImages.open(Files.move(image, folder.resolve("disk.raw")))) {
            assertThat(disk.info().format()).isEqualTo(DiskFormat.RAW);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0, CONFIGURATION, configuration",
        "0, GUESTRTS, guest state",
        "0, MSWIM, a WIM archive",
        "0, RAR, a RAR archive",
        "0, MSCF, a CAB archive",
        "3, -FVE-FS-, encrypted with BitLocker",
        "32769, CD001, a CD or DVD image"
    })
    void refusesWhatElseLiesBesideAVm(int at, String mark, String name) throws Exception {
        byte[] bytes = new byte[64 << 10];
        byte[] start = switch (mark) {
            case "CONFIGURATION" -> new byte[] {0x14, 0x20, 0x28, 0x01};
            case "RAR" -> "Rar!\u001a\u0007".getBytes(StandardCharsets.US_ASCII);
            default -> mark.getBytes(StandardCharsets.US_ASCII);
        };
        System.arraycopy(start, 0, bytes, at, start.length);

        assertRefused(Files.write(folder.resolve("file"), bytes), name, "");
    }

    /** Hyper-V's guest state lies in a fixed VHD. */
    @Test
    void refusesGuestStateThoughItLooksLikeAVhd() throws Exception {
        SparseContent state = new SparseContent(4L * MIB).write(0, "GUESTRTS".getBytes(StandardCharsets.US_ASCII));
        for (String name : new String[] {"vm.vmgs", "vm.vhd"}) {
            Path image = folder.resolve(name);
            VhdBuilder.fixed(state).writeTo(image);

            assertRefused(image, "guest state (VMGS)", "name the VM's .vhdx");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk.vhds", "DISK.VHDS"})
    void refusesVhdSetsAndNamesTheFileThatHoldsTheDisk(String name) throws Exception {
        Path image = folder.resolve(name);
        VhdxBuilder.of(new SparseContent(MIB)).writeTo(image);
        assertRefused(image, "a VHD Set", ".avhdx");

        Files.write(image, PseudoRandom.bytes(1, 300_000));
        assertRefused(image, "a VHD Set", ".avhdx");
    }

    @Test
    void refusesWhatItDoesNotKnowRatherThanGuessThatItIsRaw() throws Exception {
        Path image = folder.resolve("disk.vhd");
        SparseFile.writeRaw(image, new SparseContent(MIB).write(0, PseudoRandom.bytes(1, 5000)));

        assertRefused(image, "neither a VHDX nor a VHD, nor named as raw", "--format raw");
        try (VirtualDisk disk = DiskImages.open(image, OpenOptions.DEFAULT.withFormat(DiskFormat.RAW))) {
            assertThat(disk.size()).isEqualTo(MIB);
        }
    }

    @Test
    void refusesAnEmptyFileWithoutAHint() throws Exception {
        Path image = Files.createFile(folder.resolve("disk.vhd"));

        assertThatThrownBy(() -> DiskImages.open(image))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.hint()).isEmpty())
                .hasMessageContaining("the file is empty");
    }

    @Test
    void takesADiskForRawWhateverItsSectorsHoldWhereItsNameSaysSo() throws Exception {
        byte[] bytes = new byte[64 << 10];
        System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, bytes, 32769, 5);

        try (VirtualDisk disk = DiskImages.open(Files.write(folder.resolve("hybrid.img"), bytes))) {
            assertThat(DiskContent.read(disk, 0, bytes.length)).matches(read -> Arrays.equals(read, bytes));
        }
    }

    private static void assertRefused(Path image, String name, String hint) {
        assertThatThrownBy(() -> DiskImages.open(image).close())
                .isInstanceOfSatisfying(BadImageException.class, e -> {
                    assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED);
                    assertThat(e.hint().orElseThrow()).contains(hint);
                })
                .hasMessageContaining(name)
                .hasMessageContaining(image.toString());
    }
}
