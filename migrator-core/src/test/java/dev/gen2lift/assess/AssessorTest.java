package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.StorageFacts;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssessorTest {

    private static final Assessor ASSESSOR = new Assessor(StandardRules.catalogue());

    @Test
    void aSoundWindowsDiskIsReadyForGeneration2() {
        Assessment assessment = ASSESSOR.assess(VmExample.of(DiskExample.windowsGen2()));

        assertThat(assessment.readiness()).isEqualTo(Readiness.READY);
        assertThat(assessment.target()).isEqualTo(Target.TRUSTED_LAUNCH);
        assertThat(assessment.generation()).isEqualTo(Generation.V2);
        assertThat(assessment.reasons()).containsExactly("Nothing keeps it from Generation 2 with Trusted Launch.");
    }

    @Test
    void aSoundUbuntuIsReadyForTrustedLaunch() {
        Assessment assessment = ASSESSOR.assess(VmExample.of(DiskExample.linuxGen2()));

        assertThat(assessment.readiness()).isEqualTo(Readiness.READY);
        assertThat(assessment.target()).isEqualTo(Target.TRUSTED_LAUNCH);
    }

    @Test
    void whatSecureBootRefusesBecomesGeneration2WithStandardSecurity() {
        Assessment assessment = ASSESSOR.assess(
                VmExample.of(DiskExample.linuxGen2().secureBoot(Fact.known(false, "vmlinuz: not signed"))));

        assertThat(assessment.target()).isEqualTo(Target.GEN2);
        assertThat(assessment.readiness()).isEqualTo(Readiness.READY);
        assertThat(assessment.reasons())
                .containsExactly(
                        "Not Generation 2 with Trusted Launch, by SEC-SECUREBOOT-UNSIGNED: Secure Boot would not let the"
                                + " machine start (vmlinuz: not signed).",
                        "Nothing keeps it from Generation 2.");
    }

    @Test
    void trustedLaunchIsNotChosenWhereItCannotBeDecided() {
        Assessment assessment =
                ASSESSOR.assess(VmExample.of(DiskExample.linuxGen2().secureBoot(Fact.unknown("too large"))));

        assertThat(assessment.target()).isEqualTo(Target.GEN2);
        assertThat(assessment.readiness()).isEqualTo(Readiness.READY);
        assertThat(assessment.reasons())
                .first()
                .asString()
                .startsWith("Not known to fit Generation 2 with Trusted Launch, by SEC-SECUREBOOT-UNSIGNED");
    }

    @Test
    void anOlderWindowsIsGeneration2WithStandardSecurity() {
        Assessment assessment = ASSESSOR.assess(VmExample.of(DiskExample.windowsGen2()
                .guest(GuestExample.windows().version("Windows Server 2012 R2 Standard", "9600.20000"))));

        assertThat(assessment.target()).isEqualTo(Target.GEN2);
        assertThat(assessment.reasons()).first().asString().contains("SEC-TL-OS-UNLISTED");
    }

    @Test
    void becomesAConfidentialVmOnlyWhereThatIsWanted() {
        SitePolicy policy = new SitePolicy(List.of(), List.of(Target.CONFIDENTIAL, Target.TRUSTED_LAUNCH));
        Assessor assessor = new Assessor(StandardRules.catalogue(), policy);

        assertThat(assessor.assess(VmExample.of(DiskExample.windowsGen2())).target())
                .isEqualTo(Target.CONFIDENTIAL);
        Assessment other = assessor.assess(
                VmExample.of(DiskExample.linuxGen2().guest(GuestExample.linux().release("debian", "12"))));
        assertThat(other.target()).isEqualTo(Target.TRUSTED_LAUNCH);
        assertThat(other.reasons())
                .first()
                .asString()
                .startsWith("Not Generation 2 as a confidential VM, by SEC-CVM-OS");
    }

    @Test
    void whatIsNotKnownOfAWarningIsACondition() {
        Assessment assessment = ASSESSOR.assess(VmExample.of(
                DiskExample.windowsGen2().guest(GuestExample.windows().without(StorageFacts.PAGING_FILES))));

        assertThat(assessment.readiness()).isEqualTo(Readiness.READY_WITH_CONDITIONS);
        assertThat(assessment.findings())
                .filteredOn(finding -> !finding.decided())
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).isEqualTo("not known: damaged"));
    }

    @Test
    void whatIsNotKnownOfABlockerLeavesTheMachineUnknown() {
        Assessment assessment = ASSESSOR.assess(VmExample.of(
                DiskExample.windowsGen2().guest(GuestExample.windows().without(ServiceFacts.of("storvsc")))));

        assertThat(assessment.readiness()).isEqualTo(Readiness.UNKNOWN);
        assertThat(assessment.findings(Severity.BLOCKER)).isEmpty();
    }

    @Test
    void aWarningMakesItReadyWithConditions() {
        Assessment assessment =
                ASSESSOR.assess(VmExample.of(DiskExample.linuxGen2().logReplayed()));

        assertThat(assessment.readiness()).isEqualTo(Readiness.READY_WITH_CONDITIONS);
    }

    @Test
    void anMbrDiskFallsBackToGeneration1AndSaysWhy() {
        Assessment assessment = ASSESSOR.assess(VmExample.of(DiskExample.windowsGen1()));

        assertThat(assessment.target()).isEqualTo(Target.GEN1);
        assertThat(assessment.readiness()).isEqualTo(Readiness.READY_WITH_CONDITIONS);
        assertThat(assessment.reasons()).first().asString().startsWith("Not Generation 2, by BOOT-GPT-REQUIRED-GEN2");
    }

    @Test
    void whatBlocksBothGenerationsIsNotReadyForGeneration2() {
        Assessment assessment =
                ASSESSOR.assess(VmExample.of(DiskExample.windowsGen2().fileSystem(3, "bitlocker")));

        assertThat(assessment.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(assessment.target()).isEqualTo(Target.GEN2);
        assertThat(assessment.reasons())
                .anyMatch(reason -> reason.startsWith("Not Generation 2, by ENC-BITLOCKER-OS"))
                .anyMatch(reason -> reason.startsWith("Not Generation 1, by BOOT-MBR-REQUIRED-GEN1"));
    }

    @Test
    void anUnknownGuestIsNeverReady() {
        DiskExample disk = DiskExample.data()
                .partition("efi-system", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", 1, 100, "fat32")
                .loader("EFI/BOOT/BOOTX64.EFI", dev.gen2lift.guest.Architecture.X64);

        Assessment assessment = ASSESSOR.assess(VmExample.of(disk));

        assertThat(assessment.readiness()).isEqualTo(Readiness.UNKNOWN);
        assertThat(assessment.findings())
                .filteredOn(finding -> !finding.decided())
                .hasSize(1);
    }

    @Test
    void aBrokenImageIsAFindingAndDoesNotStopTheOthers() {
        VmFacts vm = VmFacts.read("vm1", List.of(Path.of("os.vhdx"), Path.of("broken.vhdx")), (image, others) -> {
            if (image.toString().startsWith("broken")) {
                throw new BadImageException(
                        BadImageException.Kind.CORRUPT, image.toString(), "VHDX region table", 196608, "bad checksum");
            }
            return DiskExample.windowsGen2().inspection();
        });

        Assessment assessment = ASSESSOR.assess(vm);

        assertThat(assessment.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(assessment.findings(Severity.BLOCKER)).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("DISK-CORRUPT");
            assertThat(finding.subject()).isEqualTo("broken.vhdx");
            assertThat(finding.evidence()).contains("VHDX region table, at byte 196608");
        });
        assertThat(assessment.disks())
                .extracting(disk -> disk.size().asOptional().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void anImageThatMayNotBeReadLeavesTheMachineUnknown() {
        VmFacts vm = VmFacts.read("vm1", List.of(Path.of("os.vhdx"), Path.of("data.vhdx")), (image, others) -> {
            if (image.toString().equals("data.vhdx")) {
                throw new AccessDeniedException("data.vhdx");
            }
            return DiskExample.windowsGen2().inspection();
        });

        assertThat(ASSESSOR.assess(vm).readiness()).isEqualTo(Readiness.UNKNOWN);
    }

    @Test
    void theDiskThatCannotBeReadMayBeTheOneTheMachineStartsFrom() {
        VmFacts vm = VmFacts.read("vm1", List.of(Path.of("a.vhdx"), Path.of("b.vhdx")), (image, others) -> {
            if (image.toString().equals("a.vhdx")) {
                throw new IOException();
            }
            return DiskExample.data().inspection();
        });

        assertThat(vm.osDisk()).isEmpty();
        assertThat(vm.disks().get(0).role()).isInstanceOf(Unknown.class);
        assertThat(ASSESSOR.assess(vm).readiness()).isEqualTo(Readiness.UNKNOWN);
    }

    @Test
    void findsTheOsDiskWhereverItStands() {
        VmFacts vm = VmExample.of(
                DiskExample.data().path("a.vhdx"),
                DiskExample.windowsGen1().path("b.vhdx"),
                DiskExample.linuxGen2().path("c.vhdx"));

        assertThat(vm.osDisk()).map(DiskFacts::path).contains(Path.of("c.vhdx"));
        assertThat(vm.disks().get(1).role().is(DiskRole.DATA)).isTrue();
    }

    @Test
    void everyDiskGetsTheSizeAndTierItIsBilledAs() {
        Assessment assessment =
                ASSESSOR.assess(VmExample.of(DiskExample.windowsGen2().capacity(127 * ByteSize.GIB + 512)));

        assertThat(assessment.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.size().is(127 * ByteSize.GIB + ByteSize.MIB)).isTrue();
            assertThat(disk.tier()).contains(new DiskTier(128, "P10", "E10", "S10"));
        });
    }

    @Test
    void countsTheFleetByReadiness() {
        FleetAssessment fleet = ASSESSOR.assess(
                List.of(
                        VmExample.of(DiskExample.windowsGen2()),
                        VmExample.of(DiskExample.windowsGen1()),
                        VmExample.of(),
                        VmFacts.of("x", Map.of(Path.of("x.vhdx"), new DiskReading.Unreadable("permission denied")))),
                Instant.EPOCH);

        assertThat(fleet.summary()).isEqualTo(new FleetAssessment.Summary(4, 1, 1, 1, 1));
    }
}
