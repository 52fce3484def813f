package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.AuthorityEvidence;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.CertificateAuthority;
import dev.gen2lift.guest.boot.DigestAlgorithm;
import dev.gen2lift.guest.boot.ImageSignature;
import dev.gen2lift.guest.boot.Sbat;
import dev.gen2lift.guest.boot.SecureBootStage;
import dev.gen2lift.volume.PartitionTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The documents against the fields and words that the contract promises. */
class JsonDocumentsTest {

    private static final ObjectMapper READER = new ObjectMapper();

    private static JsonNode inspect(DiskExample disk) throws IOException {
        return READER.readTree(Json.text(InspectDocument.of(disk.inspection())));
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void inspectHasTheContractsFieldsInTheContractsOrder() throws IOException {
        JsonNode document = inspect(DiskExample.windowsGen2());

        assertThat(fields(document))
                .startsWith("schema", "image", "partitionTable")
                .containsSubsequence("schema", "image", "partitionTable", "boot", "guest", "generation");
        assertThat(fields(document.path("image")))
                .containsExactly(
                        "path",
                        "format",
                        "kind",
                        "virtualSize",
                        "logicalSectorSize",
                        "physicalSectorSize",
                        "blockSize",
                        "allocatedSize",
                        "fileSize",
                        "identifier",
                        "logReplayed",
                        "chain");
        assertThat(fields(document.at("/image/chain/0"))).containsExactly("path", "kind", "identifier");
        assertThat(fields(document.path("partitionTable"))).containsExactly("scheme", "status", "diskId", "partitions");
        assertThat(fields(document.at("/partitionTable/partitions/0")))
                .startsWith("index", "type", "typeId", "name", "offset", "size", "fileSystem", "label");
        assertThat(fields(document.path("boot")))
                .startsWith("uefi", "bios", "loaders")
                .contains("fallbackLoader", "secureBoot", "biosBootCode", "activePartition", "biosBootPartition");
        assertThat(fields(document.at("/boot/loaders/0")))
                .startsWith("path", "architecture", "signed", "signers")
                .contains("signatures", "sbat", "revoked", "sha256");
        assertThat(fields(document.path("guest")))
                .containsExactly(
                        "family", "product", "version", "build", "edition", "architecture", "hostName", "facts");
    }

    @Test
    void inspectSpeaksTheContractsWords() throws IOException {
        JsonNode document = inspect(DiskExample.windowsGen2()
                .table(PartitionTable.Scheme.GPT, PartitionTable.Status.BACKUP_USED)
                .imageWarning("VHDX header 1", "bad checksum"));

        assertThat(document.path("schema").textValue()).isEqualTo("gen2lift.inspect/1");
        assertThat(document.at("/image/path").textValue()).isEqualTo("disk.vhdx");
        assertThat(document.at("/image/format").textValue()).isEqualTo("vhdx");
        assertThat(document.at("/image/kind").textValue()).isEqualTo("fixed");
        assertThat(document.at("/image/virtualSize").longValue()).isEqualTo(137_438_953_472L);
        assertThat(document.at("/image/identifier").textValue()).isEqualTo("beca12ab-b2e6-4523-93ef-c309e000c746");
        assertThat(document.at("/partitionTable/scheme").textValue()).isEqualTo("gpt");
        assertThat(document.at("/partitionTable/status").textValue()).isEqualTo("backup-used");
        assertThat(document.at("/partitionTable/partitions/0/fileSystem").textValue())
                .isEqualTo("fat32");
        assertThat(document.at("/partitionTable/partitions/0/label").isNull()).isTrue();
        assertThat(document.at("/boot/loaders/0/architecture").textValue()).isEqualTo("x64");
        assertThat(document.at("/boot/loaders/0/signers/0").textValue()).isEqualTo("CN=Example");
        assertThat(document.at("/guest/family").textValue()).isEqualTo("windows");
        assertThat(document.path("generation").textValue()).isEqualTo("V2");
        assertThat(document.at("/warnings/0/message").textValue()).isEqualTo("bad checksum");
        assertThat(document.path("wholeDisk").isNull()).isTrue();
    }

    @Test
    void inspectTellsWhoSignedAndWhatCannotBeKnown() throws IOException {
        ImageSignature signature = new ImageSignature(
                Optional.of("CN=Signer"),
                CertificateAuthority.MICROSOFT_UEFI_CA_2023,
                AuthorityEvidence.KEY,
                ImageSignature.Status.DIGEST_MISMATCH,
                Optional.of(DigestAlgorithm.SHA256),
                false,
                "changed",
                List.of());
        SecureBootStage stage = new SecureBootStage(
                Fact.known("ab", "test"),
                List.of(signature),
                Fact.known(new Sbat(List.of(new Sbat.Entry("grub", 5, "FSF", "grub2", "2", "url"))), "test"),
                Optional.empty(),
                Optional.empty(),
                Fact.unknown("no list"));
        JsonNode document = inspect(DiskExample.data()
                .loader(new BootLoader(
                        "EFI/BOOT/BOOTX64.EFI",
                        Architecture.X64,
                        true,
                        List.of("CN=Signer"),
                        stage,
                        Optional.empty())));

        JsonNode loader = document.at("/boot/loaders/0");
        assertThat(loader.at("/signatures/0/authority").textValue()).isEqualTo("microsoft-uefi-ca-2023");
        assertThat(loader.at("/signatures/0/status").textValue()).isEqualTo("digest-mismatch");
        assertThat(loader.at("/signatures/0/digestAlgorithm").textValue()).isEqualTo("sha256");
        assertThat(loader.at("/sbat/0/component").textValue()).isEqualTo("grub");
        assertThat(loader.at("/sbat/0/generation").longValue()).isEqualTo(5);
        assertThat(loader.at("/sbat/0/package").textValue()).isEqualTo("grub2");
        assertThat(loader.path("revoked").isNull()).isTrue();
        assertThat(loader.path("sha256").textValue()).isEqualTo("ab");
        assertThat(document.at("/boot/fallbackLoader").booleanValue()).isTrue();
        assertThat(document.at("/boot/secureBoot/ready").isNull()).isTrue();
        assertThat(document.at("/boot/activePartition").isNull()).isTrue();
    }

    @Test
    void anUnknownGenerationIsInLowerCase() throws IOException {
        assertThat(inspect(DiskExample.data().generation(Generation.UNKNOWN))
                        .path("generation")
                        .textValue())
                .isEqualTo("unknown");
    }

    @Test
    void guestFactsKeepTheirNames() throws IOException {
        GuestFacts guest = new GuestFacts(
                GuestFacts.Family.LINUX,
                Optional.of("Debian"),
                Optional.of("12"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Architecture.ARM64),
                Optional.of("web"),
                Facts.builder()
                        .known(FactName.of("osReleaseId"), "debian", "/etc/os-release")
                        .unknown(FactName.of("kernels"), "/boot cannot be read")
                        .build());

        JsonNode document = inspect(DiskExample.linuxGen2().guest(guest)).path("guest");

        assertThat(document.path("architecture").textValue()).isEqualTo("arm64");
        assertThat(document.path("build").isNull()).isTrue();
        assertThat(document.at("/facts/osReleaseId/value").textValue()).isEqualTo("debian");
        assertThat(document.at("/facts/osReleaseId/source").textValue()).isEqualTo("/etc/os-release");
        assertThat(document.at("/facts/kernels/unknown").textValue()).isEqualTo("/boot cannot be read");
    }

    @Test
    void assessHasTheContractsFieldsAndWords() throws IOException {
        JsonNode document = READER.readTree(Json.text(AssessDocument.of(ReportExamples.mixed())));

        assertThat(fields(document)).first().isEqualTo("schema");
        assertThat(document.path("schema").textValue()).isEqualTo("gen2lift.assess/1");
        assertThat(fields(document.path("summary")))
                .containsExactly("vms", "ready", "readyWithConditions", "notReady", "unknown");
        assertThat(document.path("assessedAt").textValue()).isEqualTo("2026-11-23T08:30:00Z");
        assertThat(fields(document.at("/vms/0")))
                .containsSubsequence("name", "generation", "readiness", "target", "disks", "findings");
        assertThat(fields(document.at("/vms/0/target"))).startsWith("generation", "securityType", "size");
        assertThat(document.at("/vms/0/target/generation").textValue()).isEqualTo("V2");
        assertThat(document.at("/vms/0/target/securityType").textValue()).isEqualTo("TrustedLaunch");
        assertThat(document.at("/vms/0/disks/0/schema").textValue()).isEqualTo("gen2lift.inspect/1");
        assertThat(document.path("vms").findValuesAsText("readiness"))
                .containsExactly("ready", "not-ready", "ready-with-conditions", "not-ready", "unknown");
        assertThat(fields(document.at("/vms/1/findings/0")))
                .startsWith("rule", "severity", "subject", "evidence", "remedy", "source");
        assertThat(document.at("/vms/1/findings/0/severity").textValue()).isEqualTo("blocker");
        assertThat(document.at("/vms/1/managedDisks/1/tier/premium").textValue())
                .isEqualTo("P20");
        assertThat(document.at("/vms/3/generation").isNull()).isTrue();
        assertThat(document.at("/vms/3/disks").isEmpty()).isTrue();
    }

    @Test
    void aRunsSchemaIsNamedAfterItsCommand() throws IOException {
        JsonNode document = READER.readTree(Json.text(RunDocument.of(
                ReportExamples.run(Optional.of(ReportExamples.mixed().vms().get(0))))));

        assertThat(fields(document)).first().isEqualTo("schema");
        assertThat(document.path("schema").textValue()).isEqualTo("gen2lift.rehearse/1");
        assertThat(document.at("/steps/1/outcome").textValue()).isEqualTo("already-done");
        assertThat(document.at("/disks/0/sent").longValue()).isEqualTo(1_049_088);
        assertThat(document.at("/assessment/schema").textValue()).isEqualTo("gen2lift.assess/1");
    }

    @Test
    void textThatHasNoUtf8FormDoesNotStopADocument() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Json.write(AssessDocument.of(ReportExamples.hostile()), out);

        JsonNode document = READER.readTree(out.toByteArray());
        assertThat(document.at("/vms/0/name").textValue())
                .isEqualTo(ReportExamples.HOSTILE.replace('\ud800', '\ufffd'));
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("}\n");
    }
}
