package dev.gen2lift.assess.rules;

import dev.gen2lift.guest.windows.SystemFacts;
import java.util.Locale;
import java.util.Optional;

/**
 * Which Windows it is.
 *
 * @param build 20348 for Windows Server 2022
 * @param revision the number behind the build; 0 where there is none
 * @param server not a client
 */
record WindowsVersion(int build, int revision, boolean server) {

    static final int SERVER_2003 = 3790;
    static final int SERVER_2008_R2 = 7600;
    static final int SERVER_2012 = 9200;
    static final int SERVER_2012_R2 = 9600;
    static final int SERVER_2016 = 14393;
    static final int SERVER_2019 = 17763;
    static final int SERVER_2022 = 20348;
    static final int CLIENT_10 = 10240;
    static final int CLIENT_11 = 22000;
    static final int CLIENT_11_22H2 = 22621;

    /** Empty where the guest is none, or does not tell. */
    static Optional<WindowsVersion> of(Guest guest) {
        return guest.system()
                .build()
                .filter(build -> guest.isWindows() && build.matches("[0-9]{3,6}(\\.[0-9]{1,6})?"))
                .map(build -> {
                    String[] parts = build.split("\\.");
                    return new WindowsVersion(
                            Integer.parseInt(parts[0]),
                            parts.length > 1 ? Integer.parseInt(parts[1]) : 0,
                            isServer(guest));
                });
    }

    private static boolean isServer(Guest guest) {
        return guest.fact(SystemFacts.PRODUCT_TYPE)
                .asOptional()
                .map(type -> !type.equalsIgnoreCase("WinNT"))
                .or(() -> guest.system()
                        .product()
                        .map(name -> name.toLowerCase(Locale.ROOT).contains("server")))
                .orElse(false);
    }

    /** As a sentence names it. */
    static String name(Guest guest) {
        return guest.system().product().orElse("Windows")
                + guest.system().build().map(build -> " (build " + build + ")").orElse("");
    }
}
