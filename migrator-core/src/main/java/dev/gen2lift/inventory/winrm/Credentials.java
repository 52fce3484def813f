package dev.gen2lift.inventory.winrm;

import java.util.Arrays;

/**
 * A Windows account. The password is never part of a text.
 *
 * @param domain empty for an account of the host itself
 */
public record Credentials(String domain, String user, char[] password) {

    /** @param account {@code DOMAIN\\user}, {@code user@domain} or {@code user} */
    public static Credentials of(String account, char[] password) {
        int slash = account.indexOf('\\');
        return slash < 0
                ? new Credentials("", account, password.clone())
                : new Credentials(account.substring(0, slash), account.substring(slash + 1), password.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials same
                && same.domain.equals(domain)
                && same.user.equals(user)
                && Arrays.equals(same.password, password);
    }

    @Override
    public int hashCode() {
        return domain.hashCode() * 31 + user.hashCode();
    }

    @Override
    public String toString() {
        return domain.isEmpty() ? user : domain + "\\" + user;
    }
}
