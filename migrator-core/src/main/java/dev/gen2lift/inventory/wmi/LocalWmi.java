package dev.gen2lift.inventory.wmi;

import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.COM.COMException;
import com.sun.jna.platform.win32.COM.COMUtils;
import com.sun.jna.platform.win32.COM.Wbemcli;
import com.sun.jna.platform.win32.COM.WbemcliUtil;
import com.sun.jna.platform.win32.OaIdl;
import com.sun.jna.platform.win32.OaIdlUtil;
import com.sun.jna.platform.win32.Ole32;
import com.sun.jna.platform.win32.OleAuto;
import com.sun.jna.platform.win32.Variant;
import com.sun.jna.platform.win32.WinNT;
import dev.gen2lift.inventory.cim.CimRow;
import dev.gen2lift.inventory.cim.CimSource;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads classes by WQL on the machine that this runs on. Of one thread: COM belongs to the thread that opened it. */
public final class LocalWmi implements CimSource, Closeable {

    private static final int RPC_E_TOO_LATE = 0x80010119;
    private static final int AUTHN_LEVEL_DEFAULT = 0;
    private static final int IMP_LEVEL_IMPERSONATE = 3;
    private static final int BATCH = 64;
    private static final int QUERY_FLAGS = Wbemcli.WBEM_FLAG_FORWARD_ONLY | Wbemcli.WBEM_FLAG_RETURN_IMMEDIATELY;

    private final Map<String, Wbemcli.IWbemServices> namespaces = new HashMap<>();

    private LocalWmi() {}

    /** @throws IOException where this is no Windows, or COM cannot be used */
    public static LocalWmi open() throws IOException {
        if (!Platform.isWindows()) {
            throw new IOException("this machine is not a Hyper-V host: it does not run Windows");
        }
        try {
            COMUtils.checkRC(Ole32.INSTANCE.CoInitializeEx(Pointer.NULL, Ole32.COINIT_MULTITHREADED));
            WinNT.HRESULT secured = Ole32.INSTANCE.CoInitializeSecurity(
                    null, -1, null, null, AUTHN_LEVEL_DEFAULT, IMP_LEVEL_IMPERSONATE, null, 0, null);
            if (secured.intValue() != RPC_E_TOO_LATE) {
                COMUtils.checkRC(secured);
            }
            return new LocalWmi();
        } catch (COMException e) {
            throw new IOException("COM cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<List<CimRow>> instances(String namespace, String className) throws IOException {
        try {
            Wbemcli.IWbemServices services = namespaces.computeIfAbsent(namespace, WbemcliUtil::connectServer);
            return Optional.of(query(services, "SELECT * FROM " + className));
        } catch (COMException e) {
            int code = e.getHresult() == null ? 0 : e.getHresult().intValue();
            if (code == Wbemcli.WBEM_E_INVALID_NAMESPACE || code == Wbemcli.WBEM_E_INVALID_CLASS) {
                return Optional.empty();
            }
            throw new IOException(
                    "WMI refuses %s: 0x%08x; run as a member of Hyper-V Administrators".formatted(className, code), e);
        }
    }

    private static List<CimRow> query(Wbemcli.IWbemServices services, String query) {
        List<CimRow> rows = new ArrayList<>();
        Wbemcli.IEnumWbemClassObject found = services.ExecQuery("WQL", query, QUERY_FLAGS, null);
        try {
            for (Wbemcli.IWbemClassObject[] batch = found.Next(Wbemcli.WBEM_INFINITE, BATCH);
                    batch.length > 0;
                    batch = found.Next(Wbemcli.WBEM_INFINITE, BATCH)) {
                for (Wbemcli.IWbemClassObject object : batch) {
                    try {
                        rows.add(row(object));
                    } finally {
                        object.Release();
                    }
                }
            }
        } finally {
            found.Release();
        }
        return rows;
    }

    private static CimRow row(Wbemcli.IWbemClassObject object) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : object.GetNames(null, 0, null)) {
            if (name.startsWith("__")) {
                continue;
            }
            Variant.VARIANT.ByReference value = new Variant.VARIANT.ByReference();
            COMUtils.checkRC(object.Get(name, 0, value, null, null));
            try {
                Object known = value(value);
                if (known != null) {
                    properties.put(name, known);
                }
            } finally {
                OleAuto.INSTANCE.VariantClear(value);
            }
        }
        return new CimRow(properties);
    }

    private static @Nullable Object value(Variant.VARIANT value) {
        int type = value.getVarType().intValue();
        if ((type & Variant.VT_ARRAY) != 0) {
            return value.getValue() instanceof OaIdl.SAFEARRAY array
                    ? list(OaIdlUtil.toPrimitiveArray(array, false))
                    : null;
        }
        return switch (type) {
            case Variant.VT_EMPTY, Variant.VT_NULL, Variant.VT_UNKNOWN, Variant.VT_DISPATCH -> null;
            case Variant.VT_BSTR -> value.stringValue();
            case Variant.VT_BOOL -> value.booleanValue();
            default -> String.valueOf(value.getValue());
        };
    }

    private static List<String> list(Object array) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            Object element = Array.get(array, i);
            if (element != null) {
                list.add(element.toString());
            }
        }
        return list;
    }

    @Override
    public void close() {
        namespaces.values().forEach(Wbemcli.IWbemServices::Release);
        Ole32.INSTANCE.CoUninitialize();
    }
}
