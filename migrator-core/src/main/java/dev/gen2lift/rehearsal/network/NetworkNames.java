package dev.gen2lift.rehearsal.network;

import dev.gen2lift.rehearsal.arm.ArmFailure;
import java.util.regex.Pattern;

/** Names of network resources: 1 to 80 characters. */
final class NetworkNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[\\w.-]{0,78}\\w)?");

    private NetworkNames() {}

    static void check(String name) throws ArmFailure {
        if (!NAME.matcher(name).matches()) {
            throw NetworkErrors.nameInvalid(name);
        }
    }
}
