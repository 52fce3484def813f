package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.identity.Tokens;
import dev.gen2lift.rehearsal.server.Exchange;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who may do what: a shared access signature that this cloud issued, or the bearer token of its one application. */
final class BlobAccess {

    /** Every permission letter, and {@code *} for what no service SAS permits. */
    private static final String ALL = "racwdl*";

    private static final List<String> SAS_PARAMETERS = List.of(
            "sv",
            "sr",
            "sp",
            "st",
            "se",
            "si",
            "sip",
            "spr",
            "ses",
            "sig",
            "snapshot",
            "rscc",
            "rscd",
            "rsce",
            "rscl",
            "rsct");

    private final Tokens tokens;
    private final InstantSource clock;

    BlobAccess(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The letters that {@code exchange} may use on {@code container} and {@code blob}; both may be empty names. */
    String permissions(Exchange exchange, Account account, String container, String blob) throws BlobFailure {
        Optional<String> header = exchange.header("Authorization");
        Optional<SharedAccess> signature = signature(exchange);
        if (signature.isPresent()) {
            return signed(signature.get(), account, container, blob);
        }
        if (header.isEmpty()) {
            throw BlobErrors.noAuthentication();
        }
        if (!header.get().toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            throw BlobErrors.authenticationFailed(
                    "The rehearsal cloud takes shared access signatures and bearer tokens.");
        }
        switch (tokens.judge(header.get().substring(7).strip())) {
            case EXPIRED -> throw BlobErrors.authenticationFailed("Lifetime validation failed. The token is expired.");
            case FORGED -> throw BlobErrors.authenticationFailed("Signature validation failed.");
            case VALID -> {}
        }
        if (account.kind() == Account.Kind.MANAGED_DISK) {
            throw BlobErrors.managedDiskOperation("access by a token alone");
        }
        return ALL;
    }

    private String signed(SharedAccess signature, Account account, String container, String blob) throws BlobFailure {
        String resource = "/blob/" + account.name() + "/" + container;
        switch (signature.get("sr")) {
            case "c" -> {
                if (container.isEmpty()) {
                    throw BlobErrors.authenticationFailed(
                            "The specified signed resource is not allowed for the this resource level");
                }
            }
            case "b" -> {
                if (blob.isEmpty()) {
                    throw BlobErrors.authenticationFailed(
                            "The specified signed resource is not allowed for the this resource level");
                }
                resource += "/" + blob;
            }
            default -> throw BlobErrors.authenticationFailed("sr is mandatory. Cannot be empty");
        }
        Map<String, SharedAccess.Terms> policies =
                account.container(container).map(Container::policies).orElse(Map.of());
        return signature
                .verify(account.key(), resource, policies, clock.instant())
                .permissions();
    }

    private static Optional<SharedAccess> signature(Exchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String name : SAS_PARAMETERS) {
            exchange.query(name).ifPresent(value -> query.put(name, value));
        }
        return SharedAccess.of(query);
    }

    /** Lets pass what one of {@code wanted} permits. */
    static void require(String permissions, String wanted) throws BlobFailure {
        if (wanted.chars().noneMatch(letter -> permissions.indexOf(letter) >= 0)) {
            throw BlobErrors.permissionMismatch();
        }
    }
}
