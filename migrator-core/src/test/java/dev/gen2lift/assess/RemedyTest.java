package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyTest {

    @Test
    void leavesPlaceholdersWithoutAValueForTheReader() {
        assertThat(Remedy.sh("mv <from> <to>").with(Map.of("from", "a")).text()).isEqualTo("mv 'a' <to>");
    }

    @Test
    void doesNotFillPlaceholdersThatAValueBrings() {
        Remedy remedy = Remedy.powershell("<image> <vm>").with(Map.of("image", "<vm>", "vm", "x"));
        assertThat(remedy.text()).isEqualTo("'<vm>' 'x'");
    }

    @Test
    void writesNumbersAsTheyAre() {
        assertThat(Remedy.powershell("-SizeBytes <size>")
                        .with(Map.of("size", 1048576L))
                        .text())
                .isEqualTo("-SizeBytes 1048576");
    }

    @Test
    void doublesEveryQuoteThatEndsAPowershellString() {
        Remedy remedy = Remedy.powershell("Test-VHD <image>")
                .with(Map.of("image", "a'; rm b\u2019; c\u2018\u201a\u201b $x `n"));
        assertThat(remedy.text())
                .isEqualTo("Test-VHD 'a''; rm b\u2019\u2019; c\u2018\u2018\u201a\u201a\u201b\u201b $x `n'");
    }

    @Test
    void aMachineCalledLikeAWildcardIsOnlyThatMachine() {
        Map<String, Object> names = Map.of("vm", new Remedy.LiteralName("*[a]?`"));
        assertThat(Remedy.powershell("Stop-VM -Name <vm>").with(names).text()).isEqualTo("Stop-VM -Name '`*`[a`]`?``'");
        assertThat(Remedy.sh("echo <vm>").with(names).text()).isEqualTo("echo '*[a]?`'");
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"plain", "two words", "it's", "$(touch x)", "`x`", "a\"b", "a\nb", "\\", "-n", "*", "''"})
    void aShellReadsTheValueAsOneLiteralWord(String value) throws IOException, InterruptedException {
        String command =
                Remedy.sh("printf %s <value>").with(Map.of("value", value)).text();

        Process shell = new ProcessBuilder(List.of("/bin/sh", "-c", command)).start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(printed).isEqualTo(value);
    }
}
