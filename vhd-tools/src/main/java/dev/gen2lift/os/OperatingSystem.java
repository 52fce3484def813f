package dev.gen2lift.os;

import java.util.Locale;

/** The systems whose own interfaces are used here. */
enum OperatingSystem {
    LINUX,
    WINDOWS,
    OTHER;

    static final OperatingSystem CURRENT = of(System.getProperty("os.name", ""));

    static OperatingSystem of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("linux")) {
            return LINUX;
        }
        return lower.startsWith("windows") ? WINDOWS : OTHER;
    }
}
