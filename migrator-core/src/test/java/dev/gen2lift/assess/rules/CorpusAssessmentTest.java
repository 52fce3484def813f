package dev.gen2lift.assess.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Assessor;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.testimages.oracle.Oracle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the disks of guests that others made up to what is said of them. */
class CorpusAssessmentTest {

    private static final Assessor ASSESSOR = new Assessor(StandardRules.catalogue());

    private static Assessment assess(String name) throws Exception {
        Path image = Oracle.corpus().resolve("guest").resolve(name);
        return ASSESSOR.assess(VmFacts.read("vm1", List.of(image), (path, others) -> {
            try (VirtualDisk disk = DiskImages.open(path)) {
                return DiskInspector.inspect(disk);
            }
        }));
    }

    private static List<String> rules(Assessment assessment, Severity severity) {
        return assessment.findings(severity).stream()
                .map(finding -> finding.rule().id())
                .toList();
    }

    @Test
    void aWindowsServerWithoutSignedLoadersBecomesGeneration2WithStandardSecurity() throws Exception {
        Assessment assessment = assess("fake-win2022-gen2.vhdx.zst");

        assertThat(assessment.target()).isEqualTo(Target.GEN2);
        assertThat(assessment.reasons()).first().asString().contains("SEC-SECUREBOOT-UNSIGNED");
        assertThat(rules(assessment, Severity.BLOCKER)).isEmpty();
        assertThat(assessment.readiness()).isEqualTo(Readiness.READY_WITH_CONDITIONS);
        assertThat(rules(assessment, Severity.WARNING))
                .contains("WIN-RDP-DENY", "WIN-FW-RDP", "WIN-PAGEFILE", "WIN-STATIC-IP", "WIN-FILTERS");
    }

    @Test
    void aDebianFromAnotherHypervisorHasWhatToPutRight() throws Exception {
        Assessment assessment = assess("debian12-shim-gen2.vhdx.zst");

        assertThat(assessment.target().generation()).isEqualTo(Generation.V2);
        assertThat(rules(assessment, Severity.WARNING))
                .contains("LNX-NET-DHCP", "LNX-UDEV-PERSISTENT-NET", "LNX-AGENT", "LNX-SSH");
        assertThat(assessment.findings())
                .filteredOn(finding -> finding.rule().id().equals("LNX-NET-DHCP"))
                .singleElement()
                .extracting(Finding::evidence)
                .asString()
                .contains("192.0.2.10/24", "/etc/network/interfaces line 3");
    }
}
