package dev.gen2lift.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UploadJournalTest {

    private static final String TARGET = "https://account.blob.core.windows.net/vhds/disk.vhd";
    private static final long SLICE = Coverage.SLICE;
    private static final UploadJournal.Binding BINDING =
            new UploadJournal.Binding("source", TARGET, "mark", 100 * SLICE);

    @TempDir
    private Path folder;

    @Test
    void remembersWhatArrived() throws Exception {
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            journal.covered(2 * SLICE, 3 * SLICE, 512);
            journal.covered(0, SLICE, 4096);
            journal.covered(SLICE, 2 * SLICE, 0);
        }

        try (UploadJournal again = open()) {
            assertThat(again.binding()).contains(BINDING);
            assertThat(again.coverage().bytes()).isEqualTo(3 * SLICE);
            assertThat(again.coverage().sent()).isEqualTo(4096 + 512);
            assertThat(again.coverage().count()).isEqualTo(1);
            assertThat(again.coverage().slices().stream()).containsExactly(0, 2);
        }
    }

    @Test
    void claimsNoMoreThanWasNotedWhereverItsEndIsTorn() throws Exception {
        List<Long> lengths = new ArrayList<>();
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            lengths.add(Files.size(file()));
            for (int i = 0; i < 20; i++) {
                journal.covered(i * SLICE, (i + 1) * SLICE, 512);
                lengths.add(Files.size(file()));
            }
        }
        byte[] whole = Files.readAllBytes(file());

        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file(), Arrays.copyOf(whole, cut));
            int end = cut;
            long noted = lengths.stream().filter(length -> length <= end).count() - 1;
            try (UploadJournal torn = open()) {
                assertThat(torn.binding().isPresent()).as("cut at %d", cut).isEqualTo(noted >= 0);
                assertThat(torn.coverage().bytes()).as("cut at %d", cut).isEqualTo(Math.max(0, noted) * SLICE);
                if (noted >= 0) {
                    torn.covered(50 * SLICE, 51 * SLICE, 1);
                }
            }
            if (noted >= 0) {
                try (UploadJournal after = open()) {
                    assertThat(after.coverage().bytes())
                            .as("after a cut at %d", cut)
                            .isEqualTo((noted + 1) * SLICE);
                }
            }
        }
    }

    @Test
    void claimsNoMoreThanWasNotedWhateverByteIsWrong() throws Exception {
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            for (int i = 0; i < 8; i++) {
                journal.covered(i * SLICE, (i + 1) * SLICE, 512);
            }
        }
        byte[] whole = Files.readAllBytes(file());

        for (int at = 0; at < whole.length; at++) {
            byte[] wrong = whole.clone();
            wrong[at] ^= 0x41;
            Files.write(file(), wrong);
            try (UploadJournal journal = open()) {
                Coverage coverage = journal.coverage();
                assertThat(coverage.bytes()).as("wrong at %d", at).isLessThan(8 * SLICE);
                assertThat(coverage.bytes() % SLICE).isZero();
                assertThat(journal.binding().orElse(BINDING)).isEqualTo(BINDING);
            }
        }
    }

    @Test
    void takesATailOfZerosForTorn() throws Exception {
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            journal.covered(0, SLICE, 512);
        }
        try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
            file.setLength(file.length() + 4096);
        }

        try (UploadJournal journal = open()) {
            assertThat(journal.coverage().bytes()).isEqualTo(SLICE);
        }
    }

    @Test
    void isOpenOnce() throws Exception {
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            assertThatThrownBy(this::open)
                    .isInstanceOf(UploadRunningException.class)
                    .hasMessageContaining("running already");
        }
        open().close();
    }

    @Test
    void goesOnWithoutWhereItCannotBeWritten() throws Exception {
        Path noFolder = Files.createFile(folder.resolve("file"));

        try (UploadJournal journal = UploadJournal.open(Optional.of(noFolder), TARGET)) {
            journal.begin(BINDING);
            journal.covered(0, SLICE, 512);
        }

        assertThat(noFolder).isEmptyFile();
    }

    /** The system's device that is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void goesOnWithoutWhereTheDiskIsFull() throws Exception {
        Files.createSymbolicLink(file(), Path.of("/dev/full"));

        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            journal.covered(0, SLICE, 512);
            assertThat(journal.binding()).contains(BINDING);
        }
    }

    @Test
    void leavesNothingBehindWhereNothingBegan() throws Exception {
        open().close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhenTheUploadIsComplete() throws Exception {
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            journal.delete();
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void forgetsWhatWasWhereItBeginsAnew() throws Exception {
        try (UploadJournal journal = open()) {
            journal.begin(BINDING);
            journal.covered(0, SLICE, 512);
        }
        UploadJournal.Binding other = new UploadJournal.Binding("other", TARGET, "mark", SLICE);
        try (UploadJournal journal = open()) {
            journal.begin(other);
            assertThat(journal.coverage().isEmpty()).isTrue();
        }

        try (UploadJournal journal = open()) {
            assertThat(journal.binding()).contains(other);
            assertThat(journal.coverage().isEmpty()).isTrue();
        }
    }

    private UploadJournal open() throws IOException {
        return UploadJournal.open(Optional.of(folder), TARGET);
    }

    private Path file() {
        return folder.resolve(UploadJournal.name(TARGET) + ".journal");
    }
}
