package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystems;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What holds of every volume: what it holds is told, and what of it can be read is walked. */
public final class FileSystemWalk {

    private static final int MAX_FOLDERS = 32;
    private static final int MAX_FILES = 16;

    private FileSystemWalk() {}

    /** Whatever is on it, nothing but a refusal escapes. */
    public static void volume(ByteSource volume) throws IOException {
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
        questions.forEach(FileSystemWalk::readOrRefuse);
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
                        readOrRefuse(() -> ReadOrRefuse.ends(fileSystem.open(entry, "file")));
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
