package dev.gen2lift.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There is no Windows to run it on: a grammar of PowerShell by others reads it, and what it calls has to be there. */
@DisplayName("The preparation of a Windows")
class WindowsPreparationTest {

    private static final Set<String> CMDLETS = Set.of(
            "Set-StrictMode",
            "Join-Path",
            "New-Object",
            "Write-Output",
            "Export-Clixml",
            "Import-Clixml",
            "Move-Item",
            "Copy-Item",
            "Remove-Item",
            "New-Item",
            "Test-Path",
            "Where-Object",
            "ForEach-Object");

    @TempDir
    Path folder;

    @Test
    void isGrammaticalWithEveryFix() throws IOException {
        JsonNode parsed = parse(text(everything())).path(0);

        assertThat(parsed.path("wrong").asBoolean(true))
                .as(parsed.path("errors").toString())
                .isFalse();
    }

    @Test
    @DisplayName("is told to be wrong where it is")
    void isToldToBeWrong() throws IOException {
        String broken = text("WIN-UTC").replace("Set-StrictMode -Version 2.0", "if ($a { }");

        assertThat(parse(broken).path(0).path("wrong").asBoolean()).isTrue();
    }

    @Test
    void callsOnlyWhatIsThereWithEachFixAlone() throws IOException {
        String[] rules = everything();
        JsonNode parsed = parse(Stream.of(rules).map(rule -> text(rule)).toArray(String[]::new));
        for (int i = 0; i < rules.length; i++) {
            Set<String> defined = texts(parsed.path(i).path("functions"));
            Set<String> called = texts(parsed.path(i).path("commands"));
            called.removeAll(defined);
            called.removeAll(CMDLETS);
            called.removeIf(name -> name.startsWith("$"));
            assertThat(called).as(rules[i]).isEmpty();
            assertThat(defined)
                    .as(rules[i])
                    .contains(Fixes.of(rules[i], ScriptKind.POWERSHELL)
                            .orElseThrow()
                            .function());
        }
    }

    @Test
    void isWrittenAsWindowsReadsIt() {
        String text = text("WIN-RDP-DENY");

        assertThat(text).startsWith("\ufeff<#\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\n");
        assertThat(text.substring(1)).matches("\\p{ASCII}*");
        assertThat(text)
                .contains("Invoke-Fix 'WIN-RDP-DENY' ${function:Repair-RdpDeny} 'what WIN-RDP-DENY says'")
                .contains("SupportsShouldProcess");
    }

    @Test
    @DisplayName("has no variable that a colon behind it takes for a drive")
    void hasNoVariableThatIsTakenForADrive() {
        assertThat(text(everything()).lines().filter(line -> line.contains("\"")))
                .noneMatch(line -> line.matches(".*\"[^\"]*\\$(?!script:|env:|function:)[A-Za-z]+:.*"));
    }

    @Test
    void takesHostileNamesForText() throws IOException {
        String hostile = "a'; Remove-Item C:\\ #\u2019; calc \u201b`n$(calc) \"\u202e\r\nexit";
        PreparationScript script = PreparationScript.of(Found.in(Family.WINDOWS, hostile, "WIN-UTC"))
                .orElseThrow();

        JsonNode parsed = parse(script.text(), text("WIN-UTC"));

        assertThat(parsed.path(0).path("wrong").asBoolean(true)).isFalse();
        assertThat(texts(parsed.path(0).path("commands")))
                .isEqualTo(texts(parsed.path(1).path("commands")));
        assertThat(script.text()).contains("'a''; Remove-Item C:\\ #\u2019\u2019; calc \u201b\u201b`n$(calc) \"?'");
    }

    private static String[] everything() {
        return Fixes.ALL.stream()
                .filter(fix -> fix.guest() == ScriptKind.POWERSHELL)
                .map(Fix::rule)
                .toArray(String[]::new);
    }

    private static String text(String... rules) {
        return PreparationScript.of(Found.in(Family.WINDOWS, "vm", rules))
                .orElseThrow()
                .text();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** One document a script, in their order. */
    private JsonNode parse(String... scripts) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Oracle.require("node").toString(),
                // The grammar is large; optimising it takes longer than all that it is used for.
                "--liftoff-only",
                Path.of("target", "node", "powershell-syntax.mjs")
                        .toAbsolutePath()
                        .toString()));
        for (int i = 0; i < scripts.length; i++) {
            command.add(
                    Files.writeString(folder.resolve(i + ".ps1"), scripts[i]).toString());
        }
        return new ObjectMapper()
                .readTree(Oracle.run(Duration.ofMinutes(1), command)
                        .expectSuccess()
                        .out());
    }
}
