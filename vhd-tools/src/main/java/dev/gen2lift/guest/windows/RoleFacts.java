package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.text;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the machine does for others, and which domain it belongs to. */
public final class RoleFacts {

    /** Roles that do not work in Azure, or only on some sizes, by the names that Azure's documentation has. */
    public static final FactName<List<String>> UNSUPPORTED_ROLES = FactName.of("rolesWithoutSupport");

    /** Roles and features as Server Manager calls them. */
    public static final FactName<List<String>> INSTALLED_FEATURES = FactName.of("installedFeatures");

    public static final FactName<Boolean> DOMAIN_CONTROLLER = FactName.of("domainController");

    /** Where a domain controller keeps its directory. */
    public static final FactName<String> DIRECTORY_DATABASE = FactName.of("directoryDatabase");

    public static final FactName<Boolean> DOMAIN_JOINED = FactName.of("domainJoined");

    /** The DNS name of the domain; empty outside of one. */
    public static final FactName<String> DOMAIN = FactName.of("windowsDomain");

    /** The short name of the domain, or that of the workgroup. */
    public static final FactName<String> DOMAIN_OR_WORKGROUP = FactName.of("domainOrWorkgroup");

    public static final FactName<Boolean> ENTRA_JOINED = FactName.of("entraJoined");

    /** Whether policies of a domain are in force. */
    public static final FactName<Boolean> GROUP_POLICY = FactName.of("groupPolicy");

    private static final String POLICY = "SECURITY\\Policy";
    private static final String FEATURES = "SOFTWARE\\Microsoft\\ServerManager\\ServicingStorage\\ServerComponentCache";
    private static final String HISTORY = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\History";
    private static final String JOIN = "CS\\Control\\CloudDomainJoin\\JoinInfo";
    private static final String PRODUCT_OPTIONS = "CS\\Control\\ProductOptions";

    /** Features that are looked at; Windows Server has some three hundred. */
    private static final int MAX_FEATURES = 4096;

    private static final Map<String, String> SERVICES = services();

    private static final List<ValueFact<?>> VALUES = List.of(
            ValueFact.of(
                    DOMAIN_CONTROLLER,
                    PRODUCT_OPTIONS,
                    "ProductType",
                    value -> value.text().equalsIgnoreCase("LanmanNT")),
            text(DIRECTORY_DATABASE, "CS\\Services\\NTDS\\Parameters", "DSA Database file")
                    .whenAbsent("", "no domain controller"),
            ValueFact.of(DOMAIN, POLICY + "\\PolDnDDN", "", RoleFacts::unicodeString),
            ValueFact.of(DOMAIN_OR_WORKGROUP, POLICY + "\\PolPrDmN", "", RoleFacts::unicodeString),
            ValueFact.of(DOMAIN_JOINED, POLICY + "\\PolPrDmS", "", value -> value.bytes().length > 4));

    private RoleFacts() {}

    private static Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        services.put("DHCPServer", "DHCP server");
        services.put("RMS", "Rights Management Services");
        services.put("WDSServer", "Windows Deployment Services");
        services.put("RemoteAccess", "Routing and Remote Access");
        services.put("RaMgmtSvc", "DirectAccess");
        services.put("WLBS", "Network Load Balancing");
        services.put("mpio", "Multipath I/O");
        services.put("MSiSNS", "Internet Storage Name Service");
        services.put("PNRPsvc", "Peer Name Resolution Protocol");
        services.put("SNMP", "SNMP service");
        services.put("WINS", "WINS server");
        services.put("WlanSvc", "Wireless LAN service");
        services.put("vmms", "Hyper-V");
        return services;
    }

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        WindowsRegistry registry = windows.registry();
        ValueFact.addAll(VALUES, registry, facts);
        windows.lookAt(facts, UNSUPPORTED_ROLES, ServiceFacts.KEY, () -> unsupported(registry));
        windows.lookAt(facts, INSTALLED_FEATURES, FEATURES, () -> features(registry));
        windows.lookFor(facts, ENTRA_JOINED, JOIN, () -> hasSubkeys(registry, JOIN));
        windows.lookFor(facts, GROUP_POLICY, HISTORY, () -> hasSubkeys(registry, HISTORY));
    }

    private static boolean hasSubkeys(WindowsRegistry registry, String path) throws IOException {
        Optional<RegistryKey> key = registry.key(path);
        return key.isPresent() && !key.get().subkeys().isEmpty();
    }

    /** Services that are there and start by themselves; those that come with every Windows wait to be asked. */
    private static List<String> unsupported(WindowsRegistry registry) throws IOException {
        List<String> found = new ArrayList<>();
        Optional<RegistryKey> all = registry.key(ServiceFacts.KEY);
        if (all.isPresent()) {
            for (Map.Entry<String, String> service : SERVICES.entrySet()) {
                Optional<RegistryKey> key = all.get().subkey(service.getKey());
                Optional<RegistryValue> start =
                        key.isEmpty() ? Optional.empty() : key.get().value("Start");
                if (start.isPresent() && start.get().number() <= 2) {
                    found.add(service.getValue());
                }
            }
        }
        return found;
    }

    private static List<String> features(WindowsRegistry registry) throws IOException {
        List<String> found = new ArrayList<>();
        Optional<RegistryKey> all = registry.key(FEATURES);
        if (all.isPresent()) {
            List<RegistryKey> keys = all.get().subkeys();
            for (RegistryKey key : keys.subList(0, Math.min(MAX_FEATURES, keys.size()))) {
                Optional<RegistryValue> state = key.value("InstallState");
                if (state.isPresent() && state.get().number() == 1) {
                    found.add(key.name());
                }
            }
        }
        return found;
    }

    /** A UNICODE_STRING with its text behind it: length, capacity, offset of the text. */
    private static String unicodeString(RegistryValue value) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(value.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (data.limit() < 8) {
            return "";
        }
        int length = Short.toUnsignedInt(data.getShort(0));
        long offset = Integer.toUnsignedLong(data.getInt(4));
        if (offset + length > data.limit()) {
            return "";
        }
        return new String(data.array(), (int) offset, length, StandardCharsets.UTF_16LE);
    }
}
