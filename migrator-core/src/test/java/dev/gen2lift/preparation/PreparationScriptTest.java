package dev.gen2lift.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A preparation script")
class PreparationScriptTest {

    private static final String HOSTILE = "a'b\"c$(touch /tmp/gen2lift-hostile)`id`\\\u202e\u001b[2J\u2019\n; rm -rf /";

    @TempDir
    Path folder;

    @Test
    void hasOnlyTheFixesOfWhatWasFound() {
        PreparationScript script = PreparationScript.of(
                        Found.in(Family.LINUX, "web", "LNX-FSTAB-UUID", "DISK-ALIGN-1MIB", "LNX-FSTAB-UUID"))
                .orElseThrow();

        assertThat(script.fileName()).isEqualTo("prepare.sh");
        assertThat(script.rules()).containsExactly("LNX-FSTAB-UUID");
        assertThat(script.text())
                .containsOnlyOnce("\napply LNX-FSTAB-UUID fix_fstab_uuid 'what LNX-FSTAB-UUID says'\n")
                .doesNotContain("fix_dhcp")
                .doesNotContain("\r");
    }

    @Test
    void isThereOnlyWhereSomethingCanBePutRight() {
        assertThat(PreparationScript.of(Found.in(Family.LINUX, "web", "DISK-ALIGN-1MIB")))
                .isEmpty();
        assertThat(PreparationScript.of(Found.in(Family.UNKNOWN, "web", "LNX-FSTAB-UUID")))
                .isEmpty();
        assertThat(PreparationScript.of(Found.in(Family.LINUX, "web"))).isEmpty();
    }

    @Test
    void leavesAloneWhatIsNotDecided() {
        assertThat(PreparationScript.of(Found.undecided(Family.LINUX, "web", "LNX-FSTAB-UUID")))
                .isEmpty();
    }

    @Test
    void isTheSameTwice() {
        assertThat(PreparationScript.of(Found.in(Family.LINUX, "web", "LNX-SSH", "LNX-NET-DHCP")))
                .isEqualTo(PreparationScript.of(Found.in(Family.LINUX, "web", "LNX-SSH", "LNX-NET-DHCP")));
    }

    @Test
    @DisplayName("with every fix, and each alone, passes shellcheck")
    void passesShellcheck() throws IOException {
        Path shellcheck = Oracle.require("shellcheck");
        List<String> all = Fixes.ALL.stream()
                .filter(fix -> fix.guest() == ScriptKind.SHELL)
                .map(Fix::rule)
                .toList();
        Path everything = write("all.sh", all.toArray(String[]::new));
        Oracle.run(Duration.ofMinutes(1), shellcheck.toString(), everything.toString())
                .expectSuccess();
        List<String> one = List.of("LNX-SSH");
        Oracle.run(
                        Duration.ofMinutes(1),
                        shellcheck.toString(),
                        "--exclude=SC2034",
                        write("one.sh", one.toArray(String[]::new)).toString())
                .expectSuccess();
    }

    @Test
    void takesHostileNamesForText() throws IOException {
        String script = PreparationScript.of(Found.in(Family.LINUX, HOSTILE, "LNX-SSH"))
                .orElseThrow()
                .text();
        String line = script.lines()
                .filter(each -> each.startsWith("printf 'Preparing"))
                .findFirst()
                .orElseThrow();

        Oracle.Result printed =
                Oracle.run(Duration.ofSeconds(10), "sh", "-c", line).expectSuccess();

        assertThat(printed.out())
                .isEqualTo("Preparing a'b\"c$(touch /tmp/gen2lift-hostile)`id`\\??[2J\u2019 for Azure.\n");
        assertThat(script).doesNotContain("rm -rf /\n").doesNotContain("\u202e");
    }

    @Test
    void liesInAFolderOfItsMachine() throws IOException {
        FleetAssessment fleet = new FleetAssessment(
                Instant.EPOCH,
                List.of(
                        Found.in(Family.LINUX, "web", "LNX-SSH"),
                        Found.in(Family.LINUX, "WEB", "LNX-SSH"),
                        Found.in(Family.LINUX, "nothing"),
                        Found.in(Family.LINUX, "../../etc", "LNX-SSH"),
                        Found.in(Family.LINUX, "nul.txt", "LNX-SSH"),
                        Found.in(Family.LINUX, "", "LNX-SSH")));

        int written = PreparationFolder.write(folder.resolve("out"), fleet);

        assertThat(written).isEqualTo(5);
        assertThat(PreparationFolder.places(fleet).values())
                .containsExactly(
                        "web/prepare.sh",
                        "WEB-2/prepare.sh",
                        "__.._etc/prepare.sh",
                        "vm_nul.txt/prepare.sh",
                        "vm_/prepare.sh");
        assertThat(folder.resolve("out/__.._etc/prepare.sh")).isRegularFile();
        assertThat(Files.readString(folder.resolve("out/web/prepare.sh"))).startsWith("#!/bin/sh\n");
    }

    private Path write(String name, String... rules) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                PreparationScript.of(Found.in(Family.LINUX, "vm", rules))
                        .orElseThrow()
                        .text());
    }
}
