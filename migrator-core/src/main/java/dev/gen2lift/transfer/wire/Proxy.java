package dev.gen2lift.transfer.wire;

import java.util.Optional;

/**
 * An HTTP proxy that tunnels are made through.
 *
 * @param user of basic authentication, where the proxy wants it
 * @param password of that user; empty without
 */
public record Proxy(String host, int port, Optional<String> user, String password) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
