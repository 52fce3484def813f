package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XfsSeedTest {

    @Test
    void isReadToItsEnd() throws IOException {
        FileSystem fileSystem =
                FileSystems.open(new ContentSource(XfsSeed.volume())).orElseThrow();
        assertThat(fileSystem.label()).contains("root");
        assertThat(fileSystem.warnings()).isEmpty();
        assertThat(fileSystem.usedBytes()).hasValue(78 * 512);
        assertThat(fileSystem.list(fileSystem.root()))
                .extracting(FileEntry::name)
                .containsExactly("etc", "block", "large");
        assertThat(fileSystem.list(fileSystem.find("block").orElseThrow()))
                .extracting(FileEntry::name)
                .containsExactly("first");
        assertThat(fileSystem.list(fileSystem.find("large").orElseThrow()))
                .extracting(FileEntry::name)
                .containsExactly("name0", "name1");
        ByteBuffer text = ByteBuffer.allocate(10);
        fileSystem.read(fileSystem.find("large/name1").orElseThrow(), 0, text);
        assertThat(new String(text.array(), StandardCharsets.US_ASCII)).isEqualTo("ID=debian\n");
        assertThat(fileSystem.readLink(fileSystem.find("etc/link").orElseThrow()))
                .isEqualTo("os-release");
    }
}
