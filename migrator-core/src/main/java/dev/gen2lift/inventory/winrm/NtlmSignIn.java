package dev.gen2lift.inventory.winrm;

import com.hierynomus.protocol.commons.buffer.Buffer;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.auth.AuthenticateResponse;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.auth.NtlmAuthenticator;
import com.hierynomus.spnego.SpnegoException;
import java.io.IOException;
import java.util.Optional;

/** NTLM version 2 inside of SPNEGO, by the library that signs in to file shares as well. */
final class NtlmSignIn implements SignIn {

    private final NtlmAuthenticator ntlm = new NtlmAuthenticator();
    private final AuthenticationContext account;

    NtlmSignIn(Credentials credentials) {
        account = new AuthenticationContext(credentials.user(), credentials.password(), credentials.domain());
        ntlm.init(SmbConfig.createDefaultConfig());
    }

    @Override
    public Optional<byte[]> next(byte[] challenge) throws IOException {
        try {
            AuthenticateResponse answer = ntlm.authenticate(account, challenge, null);
            if (answer == null || answer.getNegToken() == null) {
                return Optional.empty();
            }
            Buffer.PlainBuffer token = new Buffer.PlainBuffer(com.hierynomus.protocol.commons.buffer.Endian.LE);
            answer.getNegToken().write(token);
            return Optional.of(token.getCompactData());
        } catch (SpnegoException | RuntimeException e) {
            throw new IOException("the host's answer to NTLM is not understood", e);
        }
    }
}
