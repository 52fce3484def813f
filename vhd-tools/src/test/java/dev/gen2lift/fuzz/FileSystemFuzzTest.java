package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.filesystem.btrfs.BtrfsVolume;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.ext.Ext2Builder;
import dev.gen2lift.testimages.fat.FatBuilder;
import dev.gen2lift.testimages.fat.FatType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Volumes: what they hold is told, and what of it can be read is walked. */
@Timeout(20)
class FileSystemFuzzTest {

    private static final int MIB = 1 << 20;
    private static final int MAX_FOLDERS = 32;
    private static final int MAX_FILES = 16;

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
        ContentSource volume = new ContentSource(FuzzInput.read(input).content());
        ReadOrRefuse.within(() -> {
            try {
                assertThat(FileSystems.detect(volume).type()).isNotNull();
                Optional<FileSystem> found = FileSystems.open(volume);
                if (found.isPresent()) {
                    describe(found.get());
                    walk(found.get());
                }
            } catch (BadImageException e) {
                assertThat(e.offset()).as("%s", e).isNotNegative();
            }
        });
    }

    private static void describe(FileSystem fileSystem) {
        List<ReadOrRefuse.Reader> questions = List.of(
                fileSystem::label,
                fileSystem::identifier,
                fileSystem::usedBytes,
                fileSystem::warnings,
                () -> fileSystem.find("/EFI/BOOT/BOOTX64.EFI"),
                () -> fileSystem.find("/etc/os-release"),
                () -> fileSystem.find("/large/name1"));
        questions.forEach(FileSystemFuzzTest::readOrRefuse);
    }

    private static void walk(FileSystem fileSystem) {
        Deque<FileEntry> folders = new ArrayDeque<>(List.of(fileSystem.root()));
        int[] looked = {0, 0};
        while (!folders.isEmpty() && looked[0]++ < MAX_FOLDERS) {
            FileEntry folder = folders.remove();
            readOrRefuse(() -> {
                for (FileEntry entry : fileSystem.list(folder)) {
                    if (entry.isDirectory() && folders.size() < MAX_FOLDERS) {
                        folders.add(entry);
                    } else if (entry.isFile() && looked[1]++ < MAX_FILES) {
                        ReadOrRefuse.ends(fileSystem.open(entry, "file"));
                    }
                }
            });
        }
    }

    private static void readOrRefuse(ReadOrRefuse.Reader reader) {
        try {
            reader.read();
        } catch (BadImageException e) {
            assertThat(e.offset()).as("%s", e).isNotNegative();
        } catch (IOException e) {
            throw new AssertionError("neither read nor refused", e);
        }
    }
}
