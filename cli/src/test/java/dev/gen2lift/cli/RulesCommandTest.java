package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RulesCommandTest {

    @Test
    void listsEveryRule() throws IOException {
        Oracle.Result run = gen2lift("rules");

        assertThat(run.exit()).isZero();
        StandardRules.catalogue()
                .rules()
                .forEach(rule -> assertThat(run.out()).contains(rule.info().id()));
    }

    @Test
    void listsThoseThatAreAskedFor() throws IOException {
        Oracle.Result run = gen2lift("rules", "--generation", "V1", "--severity", "blocker", "--text", "mbr");

        assertThat(run.out()).contains("BOOT-MBR-REQUIRED-GEN1").doesNotContain("BOOT-GPT-REQUIRED-GEN2", "WIN-UTC");
    }

    @Test
    void explainsOneByItsNameInAnyCase() throws IOException {
        Oracle.Result run = gen2lift("rules", "win-rdp-port");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .startsWith("WIN-RDP-PORT: Remote Desktop listens on another port than 3389.")
                .contains("Generation 2", "warning", "PowerShell:", "-Name PortNumber", "Source: ");
    }

    @Test
    void explainsOneByItsOtherName() throws IOException {
        assertThat(gen2lift("rules", "VM-SHIELDED").out()).startsWith("SEC-SHIELDED-VM: ");
    }

    @Test
    void namesTheRuleThatWasMeant() throws IOException {
        Oracle.Result run = gen2lift("rules", "WIN-RDP-PROT");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("there is no rule WIN-RDP-PROT", "hint: did you mean WIN-RDP-PORT?");
    }

    @Test
    void isADocumentForScripts() throws IOException {
        JsonNode document = JsonMapper.builder()
                .build()
                .readTree(gen2lift("rules", "SEC-SHIELDED-VM", "--json").out());

        assertThat(document.path("schema").asText()).isEqualTo("gen2lift.rules/1");
        assertThat(document.at("/rules/0/aliases/0").asText()).isEqualTo("VM-SHIELDED");
        assertThat(document.at("/rules/0/severities/gen2").asText()).isEqualTo("blocker");
        assertThat(document.at("/rules/0/remedies/0/shell").asText()).isEqualTo("powershell");
        assertThat(document.at("/rules/0/source/link").asText()).startsWith("https://");
    }
}
