package dev.gen2lift.inventory.winrm;

import java.io.IOException;
import java.util.Optional;

/** One sign-in by the Negotiate scheme (RFC 4559), token by token. */
interface SignIn {

    /**
     * The next token.
     *
     * @param challenge what the host answered to the one before; empty at first
     * @return empty where there is nothing more to say
     */
    Optional<byte[]> next(byte[] challenge) throws IOException;

    /** Starts a sign-in to a host. */
    @FunctionalInterface
    interface Method {
        SignIn start(String host) throws IOException;
    }
}
