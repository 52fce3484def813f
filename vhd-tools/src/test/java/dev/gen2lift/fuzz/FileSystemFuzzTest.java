package dev.gen2lift.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.filesystem.btrfs.BtrfsVolume;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.ext.Ext2Builder;
import dev.gen2lift.testimages.fat.FatBuilder;
import dev.gen2lift.testimages.fat.FatType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Small volumes of every kind; those that the tools of others make have fuzz tests of their own. */
@Timeout(20)
class FileSystemFuzzTest {

    private static final int MIB = 1 << 20;

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(
                        fat(FatType.FAT12, 1 << 18, 1),
                        fat(FatType.FAT16, 3 * MIB, 1),
                        fat(FatType.FAT32, 34 * MIB, 1),
                        new Ext2Builder(MIB)
                                .label("root")
                                .file("/etc/os-release", "ID=debian")
                                .build(),
                        BtrfsVolume.unchecked(),
                        signature(3, "NTFS    "),
                        signature(3, "EXFAT   "),
                        signature(3, "-FVE-FS-"),
                        XfsSeed.volume(),
                        signature(0, "LUKS\u00ba\u00be"),
                        signature(512, "LABELONE"),
                        signature(0x10040, "_BHRfS_M"),
                        signature(4086, "SWAPSPACE2"))
                .map(volume -> FuzzInput.of(0, volume));
    }

    private static SparseContent fat(FatType type, int size, int sectors) {
        return new FatBuilder(type, size)
                .sectorsPerCluster(sectors)
                .label("LABEL")
                .file("/EFI/BOOT/BOOTX64.EFI", "MZ".repeat(800).getBytes(StandardCharsets.US_ASCII))
                .file("/a long name.text", new byte[] {1})
                .build();
    }

    private static SparseContent signature(int at, String text) {
        return new SparseContent(MIB)
                .write(at, text.getBytes(StandardCharsets.ISO_8859_1))
                .write(510, new byte[] {0x55, (byte) 0xAA});
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        FileSystemWalk.volume(new ContentSource(FuzzInput.read(input).content()));
    }
}
