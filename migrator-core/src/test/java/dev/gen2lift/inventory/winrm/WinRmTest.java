package dev.gen2lift.inventory.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.cim.CimInventory;
import dev.gen2lift.inventory.cim.RecordedHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WinRmTest {

    private static final String PASSWORD = "p\u00e4ss w\u00f6rd";

    @TempDir
    static Path folder;

    static FakeHost host;
    static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        Path certificate = folder.resolve("host.der");
        host = FakeHost.start(folder, certificate, new NtlmServer("admin", "CONTOSO", PASSWORD));
        trust = Trust.of(certificate);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static WinRm as(String account, String password) {
        return WinRm.withPassword("localhost", host.port(), trust, Credentials.of(account, password.toCharArray()));
    }

    @Test
    void whatComesOverTheNetworkReadsAsWhatIsReadOnTheHost() throws Exception {
        Inventory here = CimInventory.read(new RecordedHost(), "localhost");

        assertThat(CimInventory.read(as("CONTOSO\\admin", PASSWORD), "localhost"))
                .isEqualTo(here);
    }

    @Test
    void aWrongPasswordIsRefusedAndInNoMessage() {
        assertThatThrownBy(() ->
                        as("CONTOSO\\admin", "hunter2").instances("root\\virtualization\\v2", "Msvm_ComputerSystem"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refuses the sign-in")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aHostThatIsNotTrustedIsToldNothing() throws Exception {
        int before = host.requests.get();
        WinRm stranger = WinRm.withPassword(
                "localhost",
                host.port(),
                Trust.ofTheSystem(),
                Credentials.of("CONTOSO\\admin", PASSWORD.toCharArray()));

        assertThatThrownBy(() -> stranger.instances("root\\virtualization\\v2", "Msvm_ComputerSystem"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not trusted");
        assertThat(host.requests).hasValue(before);
    }

    @Test
    void aPasswordIsInNoText() {
        assertThat(Credentials.of("CONTOSO\\admin", PASSWORD.toCharArray()).toString())
                .isEqualTo("CONTOSO\\admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html/>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                "<s><Body><Items><a>"
            })
    void whatIsNoAnswerIsRefused(String text) {
        assertThatThrownBy(() -> WsManAnswer.read("host1", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no WS-Management");
    }
}
