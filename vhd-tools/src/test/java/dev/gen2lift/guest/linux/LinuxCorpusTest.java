package dev.gen2lift.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.linux.DriverFacts.AtStart;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that others built, with faults planted in it. */
class LinuxCorpusTest {

    @TempDir
    Path folder;

    @Test
    void findsWhatWasPlanted() throws IOException {
        Path packed = Oracle.corpus().resolve("guest/debian12-shim-gen2.vhdx.zst");
        Path image = folder.resolve("guest.vhdx");
        String zstd = Oracle.require("zstd").toString();
        Oracle.run(Duration.ofMinutes(2), zstd, "-dq", packed.toString(), "-o", image.toString())
                .expectSuccess();
        try (VirtualDisk disk = DiskImages.open(image)) {
            DiskInspection seen = DiskInspector.inspect(disk);
            assertThat(seen.guest().hostName()).contains("rig-guest");
            assertThat(seen.guest().build()).contains("12.11");
            assertThat(seen.bytesRead()).isLessThan(64 << 20);
            Facts facts = seen.guest().facts();
            assertThat(facts.get(KernelFacts.DEFAULT_VERSION).is("6.1.0-56-cloud-amd64"))
                    .isTrue();
            assertThat(facts.get(KernelFacts.CONSOLES).asOptional()).contains(List.of("tty0", "ttyS0,115200"));
            assertThat(facts.get(MountFacts.FSTAB).asOptional().orElseThrow())
                    .extracting(entry -> entry.volume().orElse("missing"))
                    .containsExactly("partition 2", "partition 1", "missing");
            assertThat(facts.get(DriverFacts.START_DRIVERS).asOptional().orElseThrow())
                    .containsEntry("hv_vmbus", AtStart.IN_INITRAMFS)
                    .containsEntry("hv_storvsc", AtStart.IN_INITRAMFS)
                    .containsEntry("pci_hyperv", AtStart.IN_INITRAMFS)
                    .containsEntry("nvme", AtStart.BUILT_IN);
            assertThat(facts.get(NetworkFacts.INTERFACES).asOptional().orElseThrow())
                    .extracting(NetworkInterface::method)
                    .containsExactly(NetworkInterface.Method.STATIC);
            assertThat(facts.get(NetworkFacts.PERSISTENT_RULES).asOptional().orElseThrow())
                    .hasSize(1);
            assertThat(facts.get(AzureFacts.AGENT_INSTALLED).is(false)).isTrue();
        }
    }
}
