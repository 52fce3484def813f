package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.flag;
import static dev.gen2lift.guest.windows.ValueFact.number;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import java.io.IOException;
import java.util.List;

/** Remote Desktop, the way into a machine in Azure. A policy counts for more than the machine's own setting. */
public final class RemoteDesktopFacts {

    public static final FactName<Boolean> DENIED = FactName.of("rdpDenied");
    public static final FactName<Long> PORT = FactName.of("rdpPort");

    /** 0 for all network adapters, or the number of the one that listens. */
    public static final FactName<Long> ADAPTER = FactName.of("rdpAdapter");

    /** Whether users prove who they are before they get a session (network level authentication). */
    public static final FactName<Boolean> NETWORK_LEVEL_AUTHENTICATION = FactName.of("rdpNetworkLevelAuthentication");

    /** 0 for RDP's own encryption, 1 for what both sides can, 2 for TLS. */
    public static final FactName<Long> SECURITY_LAYER = FactName.of("rdpSecurityLayer");

    /** Sessions at a time; 4294967295 for as many as there are. */
    public static final FactName<Long> MAX_SESSIONS = FactName.of("rdpMaxSessions");

    /** Whether a certificate was chosen for it, which a machine elsewhere may lack. */
    public static final FactName<Boolean> OWN_CERTIFICATE = FactName.of("rdpOwnCertificate");

    public static final FactName<Boolean> KEEP_ALIVE = FactName.of("rdpKeepAlive");

    /** Minutes. */
    public static final FactName<Long> KEEP_ALIVE_INTERVAL = FactName.of("rdpKeepAliveInterval");

    public static final FactName<Long> KEEP_ALIVE_TIMEOUT = FactName.of("rdpKeepAliveTimeout");
    public static final FactName<Boolean> RECONNECT_DISABLED = FactName.of("rdpAutomaticReconnectDisabled");
    public static final FactName<Boolean> INHERIT_RECONNECT_SAME = FactName.of("rdpInheritReconnectSame");
    public static final FactName<Boolean> RECONNECT_SAME = FactName.of("rdpReconnectSame");

    private static final String SERVER = "CS\\Control\\Terminal Server";
    private static final String LISTENER = SERVER + "\\WinStations\\RDP-Tcp";
    private static final String POLICY = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services";

    private static final List<ValueFact<?>> VALUES = List.of(
            flag(DENIED, SERVER, "fDenyTSConnections").overriddenBy(POLICY, "fDenyTSConnections"),
            number(PORT, LISTENER, "PortNumber").whenAbsent(3389L, "3389 by default"),
            number(ADAPTER, LISTENER, "LanAdapter").whenAbsent(0L, "all adapters by default"),
            flag(NETWORK_LEVEL_AUTHENTICATION, LISTENER, "UserAuthentication")
                    .overriddenBy(POLICY, "UserAuthentication"),
            number(SECURITY_LAYER, LISTENER, "SecurityLayer").overriddenBy(POLICY, "SecurityLayer"),
            number(MAX_SESSIONS, LISTENER, "MaxInstanceCount")
                    .overriddenBy(POLICY, "MaxInstanceCount")
                    .whenAbsent(0xFFFF_FFFFL, "no limit by default"),
            ValueFact.of(OWN_CERTIFICATE, LISTENER, "SSLCertificateSHA1Hash", value -> value.bytes().length > 0)
                    .whenAbsent(false, "Windows makes its own"),
            flag(KEEP_ALIVE, POLICY, "KeepAliveEnable").whenAbsent(false, "not set by policy"),
            number(KEEP_ALIVE_INTERVAL, POLICY, "KeepAliveInterval").whenAbsent(0L, "not set by policy"),
            number(KEEP_ALIVE_TIMEOUT, LISTENER, "KeepAliveTimeout").whenAbsent(0L, "none by default"),
            flag(RECONNECT_DISABLED, POLICY, "fDisableAutoReconnect").whenAbsent(false, "not set by policy"),
            flag(INHERIT_RECONNECT_SAME, LISTENER, "fInheritReconnectSame")
                    .whenAbsent(true, "the user's setting by default"),
            flag(RECONNECT_SAME, LISTENER, "fReconnectSame").whenAbsent(false, "from any client by default"));

    private RemoteDesktopFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        ValueFact.addAll(VALUES, windows.registry(), facts);
    }
}
