package dev.gen2lift.filesystem.ntfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.fuzz.ContentSource;
import dev.gen2lift.fuzz.FileSystemWalk;
import dev.gen2lift.fuzz.FuzzInput;
import dev.gen2lift.testimages.SparseContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

/** NTFS volumes; those among the inputs were made and filled by the tools of others, their letters' table is left out. */
@Timeout(20)
class NtfsFuzzTest {

    private static final int RECORD = 1024;
    private static final int STRIDES = RECORD / UpdateSequence.STRIDE;

    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        FuzzInput file = FuzzInput.read(input);
        if (file.has(FuzzInput.SEAL)) {
            seal(file.content());
        }
        FileSystemWalk.volume(new ContentSource(file.content()));
    }

    /** Makes records whole again: the number of the write stands at the end of each stride. */
    private static void seal(SparseContent volume) {
        for (long at = volume.nextData(0); at < volume.size(); at = volume.nextData(at)) {
            long record = at / RECORD * RECORD;
            if (record <= volume.size() - RECORD && isRecord(volume.bytes(record, 4))) {
                byte[] fields = volume.bytes(record, 8);
                int sequence = fields[4] & 0xFF | (fields[5] & 0xFF) << 8;
                if (sequence <= RECORD - 2) {
                    byte[] number = volume.bytes(record + sequence, 2);
                    for (int i = 1; i <= STRIDES; i++) {
                        volume.write(record + (long) i * UpdateSequence.STRIDE - 2, number);
                    }
                }
            }
            at = record + RECORD;
        }
    }

    private static boolean isRecord(byte[] signature) {
        String text = new String(signature, StandardCharsets.US_ASCII);
        return text.equals("FILE") || text.equals("INDX");
    }
}
