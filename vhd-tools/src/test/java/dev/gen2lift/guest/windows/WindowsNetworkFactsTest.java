package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.WindowsChange.change;
import static dev.gen2lift.guest.windows.WindowsChange.look;
import static dev.gen2lift.guest.windows.WindowsTree.FIREWALL;
import static dev.gen2lift.guest.windows.WindowsTree.INTERFACE;
import static dev.gen2lift.guest.windows.WindowsTree.LISTENER;
import static dev.gen2lift.guest.windows.WindowsTree.RDP;
import static dev.gen2lift.guest.windows.WindowsTree.RDP_POLICY;
import static dev.gen2lift.guest.windows.WindowsTree.TCPIP;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remote Desktop, the firewall and the network: one thing changed at a time. */
class WindowsNetworkFactsTest {

    static Stream<WindowsChange<?>> changes() {
        return Stream.of(remoteDesktop(), firewall(), network()).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void seesEachChange(WindowsChange<?> change) throws IOException {
        change.requireSeen();
    }

    private static Stream<WindowsChange<?>> remoteDesktop() {
        return Stream.of(
                change(RemoteDesktopFacts.DENIED, false, tree -> tree.system.dword(RDP, "fDenyTSConnections", 1), true),
                change(
                        RemoteDesktopFacts.DENIED,
                        false,
                        tree -> tree.software.dword(RDP_POLICY, "fDenyTSConnections", 1),
                        true),
                change(RemoteDesktopFacts.PORT, 3389L, tree -> tree.system.dword(LISTENER, "PortNumber", 4000), 4000L),
                change(RemoteDesktopFacts.ADAPTER, 0L, tree -> tree.system.dword(LISTENER, "LanAdapter", 2), 2L),
                change(
                        RemoteDesktopFacts.NETWORK_LEVEL_AUTHENTICATION,
                        true,
                        tree -> tree.system.dword(LISTENER, "UserAuthentication", 0),
                        false),
                change(
                        RemoteDesktopFacts.SECURITY_LAYER,
                        2L,
                        tree -> tree.system.dword(LISTENER, "SecurityLayer", 0),
                        0L),
                change(
                        RemoteDesktopFacts.MAX_SESSIONS,
                        0xFFFF_FFFFL,
                        tree -> tree.system.dword(LISTENER, "MaxInstanceCount", 2),
                        2L),
                change(
                        RemoteDesktopFacts.OWN_CERTIFICATE,
                        false,
                        tree -> tree.system.value(LISTENER, "SSLCertificateSHA1Hash", 3, new byte[20]),
                        true),
                change(
                        RemoteDesktopFacts.KEEP_ALIVE,
                        false,
                        tree -> tree.software.dword(RDP_POLICY, "KeepAliveEnable", 1),
                        true),
                change(
                        RemoteDesktopFacts.RECONNECT_DISABLED,
                        false,
                        tree -> tree.software.dword(RDP_POLICY, "fDisableAutoReconnect", 1),
                        true));
    }

    private static Stream<WindowsChange<?>> firewall() {
        String rule = "RemoteDesktop-UserMode-In-TCP";
        return Stream.of(
                change(
                        FirewallFacts.PUBLIC_ON,
                        true,
                        tree -> tree.system.dword(FIREWALL + "\\PublicProfile", "EnableFirewall", 0),
                        false),
                change(
                        FirewallFacts.PRIVATE_ON,
                        true,
                        tree -> tree.software.dword(
                                "Policies\\Microsoft\\WindowsFirewall\\PrivateProfile", "EnableFirewall", 0),
                        false),
                look(
                        FirewallFacts.REMOTE_DESKTOP,
                        rules -> rules.get(0).active(),
                        true,
                        tree -> tree.rule(rule, "v2.31|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=3389|"),
                        false),
                look(
                        FirewallFacts.WINRM,
                        rules -> rules.get(0).profiles(),
                        List.of("Domain"),
                        tree -> tree.rule(
                                "WINRM-HTTP-In-TCP",
                                "v2.31|Action=Allow|Active=TRUE|Dir=In|Profile=Public|LPort=5985|"),
                        List.of("Public")),
                look(
                        FirewallFacts.PING,
                        List::size,
                        0,
                        tree -> tree.rule(
                                "FPS-ICMP4-ERQ-In", "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=1|ICMP4=8:*|"),
                        1),
                look(
                        FirewallFacts.AZURE_PLATFORM,
                        List::size,
                        0,
                        tree -> tree.rule("{1}", "v2.31|Action=Allow|Active=TRUE|Dir=Out|RA4=168.63.129.16|"),
                        1),
                look(
                        FirewallFacts.REMOTE_DESKTOP_BLOCKED,
                        List::size,
                        0,
                        tree -> tree.rule("{2}", "v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=3389|"),
                        1));
    }

    private static Stream<WindowsChange<?>> network() {
        String key = TCPIP + "\\Interfaces\\" + INTERFACE;
        WindowsInterface dhcp = new WindowsInterface(
                INTERFACE,
                Optional.of("Ethernet"),
                Optional.of(true),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        WindowsInterface fixed = new WindowsInterface(
                INTERFACE,
                Optional.of("Ethernet"),
                Optional.of(false),
                List.of("192.0.2.20"),
                List.of("255.255.255.0"),
                List.of("192.0.2.1"),
                List.of("192.0.2.53", "192.0.2.54"),
                Optional.empty());
        return Stream.of(
                change(
                        NetworkFacts.INTERFACES,
                        List.of(dhcp),
                        tree -> tree.system
                                .dword(key, "EnableDHCP", 0)
                                .texts(key, "IPAddress", "192.0.2.20")
                                .texts(key, "SubnetMask", "255.255.255.0")
                                .texts(key, "DefaultGateway", "192.0.2.1")
                                .text(key, "NameServer", "192.0.2.53,192.0.2.54"),
                        List.of(fixed)),
                change(
                        NetworkFacts.PERSISTENT_ROUTES,
                        List.of(),
                        tree -> tree.system.text(TCPIP + "\\PersistentRoutes", "10.0.0.0,255.0.0.0,192.0.2.1,1", ""),
                        List.of("10.0.0.0,255.0.0.0,192.0.2.1,1")),
                change(
                        NetworkFacts.WINHTTP_PROXY,
                        new WinHttpProxy("", ""),
                        tree -> tree.software.value(
                                "Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections",
                                "WinHttpSettings",
                                3,
                                proxy("proxy:8080", "<local>")),
                        new WinHttpProxy("proxy:8080", "<local>")),
                change(
                        NetworkFacts.DNS_DOMAIN,
                        "",
                        tree -> tree.system.text(TCPIP, "NV Domain", "corp.example"),
                        "corp.example"));
    }

    private static byte[] proxy(String proxy, String bypass) {
        byte[] all = new byte[20 + proxy.length() + bypass.length()];
        all[0] = 0x28;
        all[8] = 3;
        all[12] = (byte) proxy.length();
        System.arraycopy(proxy.getBytes(StandardCharsets.US_ASCII), 0, all, 16, proxy.length());
        all[16 + proxy.length()] = (byte) bypass.length();
        System.arraycopy(bypass.getBytes(StandardCharsets.US_ASCII), 0, all, 20 + proxy.length(), bypass.length());
        return all;
    }
}
