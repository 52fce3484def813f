package dev.gen2lift.cli;

import dev.gen2lift.azure.NetworkAccess;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From where managed disks can be reached. */
final class DiskNetworkOptions {

    @Option(
            names = "--network-access",
            paramLabel = "POLICY",
            description =
                    "From where the disks can be written and read: allow-all, allow-private (needs --disk-access), or"
                            + " deny-all, which closes them once they are uploaded (default: what Azure makes of it).")
    @Nullable
    String policy;

    @Option(
            names = "--disk-access",
            paramLabel = "ID",
            description = "Resource id of the disk access whose private endpoint the upload uses.")
    @Nullable
    String diskAccess;

    /** What the options say; empty where they say nothing. */
    Optional<NetworkAccess> network() {
        if (policy == null && diskAccess == null) {
            return Optional.empty();
        }
        NetworkAccess.Policy meant = Optional.ofNullable(policy)
                .map(text -> UsageError.orThrow(() -> parse(text)))
                .orElse(NetworkAccess.Policy.ALLOW_PRIVATE);
        return Optional.of(new NetworkAccess(meant, Optional.ofNullable(diskAccess)));
    }

    private static NetworkAccess.Policy parse(String text) {
        return Arrays.stream(NetworkAccess.Policy.values())
                .filter(each -> word(each).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--network-access is "
                        + Arrays.stream(NetworkAccess.Policy.values())
                                .map(DiskNetworkOptions::word)
                                .collect(Collectors.joining(", "))
                        + ", not " + text));
    }

    private static String word(NetworkAccess.Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
