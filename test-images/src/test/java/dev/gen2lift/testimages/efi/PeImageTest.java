package dev.gen2lift.testimages.efi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.efi.X64Assembler.Label;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeImageTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "X64, PE32+ executable.*EFI application.*x86-64",
        "X86, PE32 executable.*EFI application.*Intel 80386",
        "ARM64, PE32\\+ executable.*EFI application.*Aarch64",
        "ARM, PE32 executable.*EFI application.*ARM Thumb"
    })
    void fileNamesTheMachine(Machine machine, String description) throws IOException {
        Path file =
                Files.write(folder.resolve("stub.efi"), PeImage.stub(machine).toBytes());

        String found = Oracle.run(Duration.ofSeconds(30), Oracle.require("file").toString(), "-b", file.toString())
                .expectSuccess()
                .out();

        assertThat(found.strip()).matches(description.replace("PE32+ ", "PE32\\+ ") + ".*");
    }

    @Test
    void holdsFurtherSectionsBehindTheCode() {
        byte[] sbat = "sbat,1,SBAT Version,sbat,1,https://example.invalid\n".getBytes(StandardCharsets.US_ASCII);

        byte[] image = PeImage.stub(Machine.X64).section(".sbat", sbat).toBytes();

        assertThat(new String(image, StandardCharsets.ISO_8859_1)).contains(".sbat\0", "sbat,1,SBAT Version");
    }

    @Test
    void refusesAJumpToNowhere() {
        X64Assembler assembler = new X64Assembler().jump(new Label("nowhere"));

        assertThatThrownBy(assembler::assemble)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nowhere");
    }
}
