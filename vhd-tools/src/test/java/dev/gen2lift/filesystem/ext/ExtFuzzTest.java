package dev.gen2lift.filesystem.ext;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.fuzz.ContentSource;
import dev.gen2lift.fuzz.FileSystemWalk;
import dev.gen2lift.fuzz.FuzzInput;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;

/**
 * ext volumes, with and without a journal to replay; those among the inputs were made by mke2fs and debugfs. Where they
 * have checksums, a damaged one is a warning, so that nothing has to be made to fit.
 */
@Timeout(20)
class ExtFuzzTest {

    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        FileSystemWalk.volume(new ContentSource(FuzzInput.read(input).content()));
    }
}
