package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.ext.Ext2Builder;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledSystemsTest {

    private static SecureBootChain.Next kernel(Optional<String> configured, String... names) throws IOException {
        Ext2Builder volume = new Ext2Builder(8 << 20);
        for (String name : names) {
            volume.file("/boot/" + name, "no image");
        }
        Content content = volume.build();
        ByteSource source = new MemoryDisk(ByteBuffer.wrap(content.bytes(0, (int) content.size())));
        return new InstalledSystems(List.of(volume(source)), configured, Optional.empty()).kernel();
    }

    private static GuestVolume volume(ByteSource content) throws IOException {
        return new GuestVolume(
                VolumeFacts.ofSignature(1, content.size(), "ext2", Optional.empty()),
                content,
                FileSystems.open(content).orElseThrow(),
                0);
    }

    @ParameterizedTest
    @CsvSource({
        ", boot/vmlinuz-6.1.0-56-amd64",
        "vmlinuz-6.1.0-9-amd64, boot/vmlinuz-6.1.0-9-amd64",
        "vmlinuz-5.10.0-1-amd64, boot/vmlinuz-6.1.0-56-amd64",
        "vmlinuz, boot/vmlinuz-6.1.0-56-amd64"
    })
    void theKernelOfTheBootMenuCountsElseTheNewest(String configured, String expected) throws IOException {
        assertThat(kernel(
                                Optional.ofNullable(configured),
                                "vmlinuz-6.1.0-9-amd64",
                                "vmlinuz-6.1.0-56-amd64",
                                "vmlinuz-0-rescue-0123",
                                "initrd.img-6.1.0-99-amd64")
                        .path())
                .isEqualTo(expected);
    }

    @Test
    void withoutAKernelNothingIsKnown() throws IOException {
        assertThat(kernel(Optional.of("vmlinuz-6.1"), "System.map-6.1").stage().asOptional())
                .isEmpty();
    }
}
