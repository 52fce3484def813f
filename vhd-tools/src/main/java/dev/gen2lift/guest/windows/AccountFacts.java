package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who can log on: the local administrator and the rights that decide. Accounts are told by their SIDs. */
public final class AccountFacts {

    /** The account that every Windows has, whatever it is called. */
    public record LocalAdministrator(String name, boolean enabled) {}

    public static final FactName<LocalAdministrator> ADMINISTRATOR = FactName.of("localAdministrator");

    /** The members of the group of administrators. */
    public static final FactName<List<String>> ADMINISTRATORS = FactName.of("administrators");

    public static final FactName<List<String>> REMOTE_LOGON = FactName.of("remoteLogonAllowed");
    public static final FactName<List<String>> REMOTE_LOGON_DENIED = FactName.of("remoteLogonDenied");
    public static final FactName<List<String>> NETWORK_LOGON = FactName.of("networkLogonAllowed");
    public static final FactName<List<String>> NETWORK_LOGON_DENIED = FactName.of("networkLogonDenied");

    private static final String ADMINISTRATOR_KEY = "SAM\\SAM\\Domains\\Account\\Users\\000001F4";
    private static final String ADMINISTRATORS_KEY = "SAM\\SAM\\Domains\\Builtin\\Aliases\\00000220";
    private static final String ACCOUNTS = "SECURITY\\Policy\\Accounts";

    /** Accounts with rights that are looked at. */
    private static final int MAX_ACCOUNTS = 4096;

    // The bits of system access (MS-LSAD 2.2.1.1.2).
    private static final int NETWORK = 0x2;
    private static final int DENY_NETWORK = 0x80;
    private static final int REMOTE_INTERACTIVE = 0x400;
    private static final int DENY_REMOTE_INTERACTIVE = 0x800;

    // The variable data of SAM begins behind a table of offsets; user flags lie in the fixed data.
    private static final int USER_VARIABLE = 0xCC;
    private static final int USER_NAME = 0x0C;
    private static final int USER_FLAGS = 0x38;
    private static final int FLAG_DISABLED = 1;
    private static final int ALIAS_VARIABLE = 0x34;
    private static final int ALIAS_MEMBERS = 0x28;

    /** Members of one group that are told. */
    private static final int MAX_MEMBERS = 1024;

    private static final int MAX_SUBAUTHORITIES = 15;

    private AccountFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        WindowsRegistry registry = windows.registry();
        facts.look(ADMINISTRATOR, ADMINISTRATOR_KEY, () -> administrator(registry));
        facts.look(ADMINISTRATORS, ADMINISTRATORS_KEY, () -> administrators(registry));
        rights(registry, facts);
    }

    private static Optional<LocalAdministrator> administrator(WindowsRegistry registry) throws IOException {
        Optional<RegistryValue> fixed = registry.value(ADMINISTRATOR_KEY, "F");
        Optional<RegistryValue> variable = registry.value(ADMINISTRATOR_KEY, "V");
        if (fixed.isEmpty() || variable.isEmpty()) {
            return Optional.empty();
        }
        int flags = cursor("F", fixed.get()).at(USER_FLAGS).u16();
        BinaryCursor data = cursor("V", variable.get()).at(USER_NAME);
        byte[] name = part(data, USER_VARIABLE, data.u32(), data.u32());
        return Optional.of(
                new LocalAdministrator(new String(name, StandardCharsets.UTF_16LE), (flags & FLAG_DISABLED) == 0));
    }

    private static Optional<List<String>> administrators(WindowsRegistry registry) throws IOException {
        Optional<RegistryValue> value = registry.value(ADMINISTRATORS_KEY, "C");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        BinaryCursor data = cursor("C", value.get()).at(ALIAS_MEMBERS);
        long offset = data.u32();
        long length = data.u32();
        long count = data.u32();
        byte[] members = part(data, ALIAS_VARIABLE, offset, length);
        BinaryCursor sids = BinaryCursor.of("SAM", "members of Administrators", 0, members, ByteOrder.LITTLE_ENDIAN);
        List<String> found = new ArrayList<>();
        for (long i = 0; i < Math.min(MAX_MEMBERS, count); i++) {
            found.add(sid(sids));
        }
        return Optional.of(List.copyOf(found));
    }

    private static BinaryCursor cursor(String name, RegistryValue value) throws IOException {
        return BinaryCursor.of("SAM", "value " + name, 0, value.bytes(), ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] part(BinaryCursor data, int base, long offset, long length) throws BadImageException {
        if (offset + length > data.length()) {
            throw data.corrupt(0, length + " bytes at " + offset);
        }
        return data.at(base + (int) offset).bytes((int) length);
    }

    /** A SID in words (MS-DTYP 2.4.2). */
    private static String sid(BinaryCursor cursor) throws BadImageException {
        int revision = cursor.u8();
        int count = cursor.u8();
        if (count > MAX_SUBAUTHORITIES) {
            throw cursor.corrupt(cursor.position() - 1, "SID of " + count + " parts");
        }
        long authority = 0;
        for (byte each : cursor.bytes(6)) {
            authority = authority << 8 | Byte.toUnsignedInt(each);
        }
        StringBuilder sid = new StringBuilder("S-").append(revision).append('-').append(authority);
        for (int i = 0; i < count; i++) {
            sid.append('-').append(cursor.u32());
        }
        return sid.toString();
    }

    private static void rights(WindowsRegistry registry, Facts.Builder facts) throws IOException {
        List<FactName<List<String>>> names =
                List.of(REMOTE_LOGON, REMOTE_LOGON_DENIED, NETWORK_LOGON, NETWORK_LOGON_DENIED);
        int[] bits = {REMOTE_INTERACTIVE, DENY_REMOTE_INTERACTIVE, NETWORK, DENY_NETWORK};
        List<List<String>> accounts =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try {
            Optional<RegistryKey> key = registry.key(ACCOUNTS);
            if (key.isEmpty()) {
                names.forEach(name -> facts.unknown(name, ACCOUNTS + " is not there"));
                return;
            }
            List<RegistryKey> all = key.get().subkeys();
            for (RegistryKey account : all.subList(0, Math.min(MAX_ACCOUNTS, all.size()))) {
                long access = access(account);
                for (int i = 0; i < bits.length; i++) {
                    if ((access & bits[i]) != 0) {
                        accounts.get(i).add(account.name());
                    }
                }
            }
            for (int i = 0; i < bits.length; i++) {
                facts.known(names.get(i), List.copyOf(accounts.get(i)), ACCOUNTS);
            }
        } catch (BadImageException e) {
            names.forEach(name -> facts.unknown(name, ACCOUNTS + " cannot be read: " + e.reason()));
        }
    }

    private static long access(RegistryKey account) throws IOException {
        Optional<RegistryKey> key = account.subkey("ActSysAc");
        Optional<RegistryValue> value =
                key.isEmpty() ? Optional.empty() : key.get().value("");
        if (value.isEmpty() || value.get().bytes().length < 4) {
            return 0;
        }
        return BinaryCursor.of("SECURITY", "ActSysAc", 0, value.get().bytes(), ByteOrder.LITTLE_ENDIAN)
                .u32();
    }
}
