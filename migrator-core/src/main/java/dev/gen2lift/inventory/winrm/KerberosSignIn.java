package dev.gen2lift.inventory.winrm;

import java.io.IOException;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/** Kerberos with the tickets that the user has already (kinit, or the Windows sign-in). */
final class KerberosSignIn implements SignIn {

    private static final String SPNEGO = "1.3.6.1.5.5.2";

    private final Subject subject;
    private final GSSContext context;

    KerberosSignIn(String host) throws IOException {
        try {
            LoginContext login = new LoginContext("gen2lift", new Subject(), null, new TicketCache());
            login.login();
            subject = login.getSubject();
            context = as(() -> {
                GSSManager manager = GSSManager.getInstance();
                GSSName service = manager.createName("HTTP@" + host, GSSName.NT_HOSTBASED_SERVICE);
                GSSContext gss = manager.createContext(service, new Oid(SPNEGO), null, GSSContext.DEFAULT_LIFETIME);
                gss.requestMutualAuth(true);
                return gss;
            });
        } catch (LoginException e) {
            throw new IOException("there is no Kerberos ticket: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<byte[]> next(byte[] challenge) throws IOException {
        return Optional.ofNullable(as(() -> context.initSecContext(challenge, 0, challenge.length)));
    }

    private <T> T as(PrivilegedExceptionAction<T> action) throws IOException {
        try {
            return Subject.doAs(subject, action);
        } catch (PrivilegedActionException e) {
            String why = e.getCause() instanceof GSSException gss ? gss.getMessage() : String.valueOf(e.getCause());
            throw new IOException("Kerberos refuses: " + why, e);
        }
    }

    private static final class TicketCache extends Configuration {
        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(
                        "com.sun.security.auth.module.Krb5LoginModule",
                        AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                        Map.of("useTicketCache", "true", "doNotPrompt", "true"))
            };
        }
    }
}
