package dev.gen2lift.cli;

import dev.gen2lift.inventory.winrm.Credentials;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom to sign in to a host. The password is taken from the environment or asked for, never from the arguments. */
final class HostAccount {

    static final String PASSWORD = "GEN2LIFT_HOST_PASSWORD";

    @Option(
            names = "--user",
            paramLabel = "ACCOUNT",
            description = "Sign in to Hyper-V hosts as this account by NTLM, its password from " + PASSWORD
                    + " or asked for (default: Kerberos, with the tickets that you have).")
    @Nullable
    String user;

    private @Nullable Credentials known;

    /** Empty where no account is named; asks for the password at most once. */
    Optional<Credentials> credentials() {
        if (user != null && known == null) {
            known = Credentials.of(user, password(user));
        }
        return Optional.ofNullable(known);
    }

    private static char[] password(String user) {
        String given = System.getenv(PASSWORD);
        if (given != null) {
            return given.toCharArray();
        }
        if (System.console() == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "USAGE", "no password for " + user, "set " + PASSWORD + ", or run in a terminal");
        }
        char[] typed = System.console().readPassword("Password of %s: ", user);
        if (typed == null) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", "no password for " + user, "");
        }
        char[] copy = typed.clone();
        Arrays.fill(typed, ' ');
        return copy;
    }
}
