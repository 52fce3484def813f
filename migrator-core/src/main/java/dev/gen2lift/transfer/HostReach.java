package dev.gen2lift.transfer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Whether the host of an address can be reached from here: its name resolved, a TLS connection made, and Get Blob
 * Properties asked, which changes nothing. Every managed disk is uploaded through a host of its own, so that another
 * disk's, or the storage account's, tells nothing of this one.
 */
final class HostReach {

    private static final int FORBIDDEN = 403;
    private static final String NETWORK_REFUSED = "AuthorizationFailure";
    private static final String HOSTS = "*.blob.core.windows.net and *.blob.storage.azure.net";

    private final PageBlobConnection connection;
    private final PageBlobAddress address;
    private final Names names;

    /** What DNS knows. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    HostReach(PageBlobConnection connection, PageBlobAddress address, Names names) {
        this.connection = connection;
        this.address = address;
        this.names = names;
    }

    /**
     * @param privateOnly whether the service lets nobody in but through a private endpoint
     * @throws AzureRequestException where the host cannot be reached, or lets nobody in from here
     */
    void require(boolean privateOnly, TransferProgress progress) throws IOException {
        String host = address.host();
        // Behind a proxy it is the proxy that resolves names.
        List<InetAddress> addresses =
                AzureHttp.proxyFor(host).isPresent() ? List.of() : Arrays.asList(resolve(host, privateOnly));
        boolean onlyPublic =
                privateOnly && !addresses.isEmpty() && addresses.stream().noneMatch(HostReach::isPrivate);
        if (onlyPublic) {
            progress.note("the disk lets nobody in but through a private endpoint, and " + host + " resolves to "
                    + text(addresses) + ", which is public; this machine's DNS should know the zone"
                    + " privatelink.blob.core.windows.net");
        }
        try {
            probe(progress);
        } catch (AzureRequestException e) {
            throw explain(e, host, privateOnly, onlyPublic ? ", and the name resolves to " + text(addresses) : "");
        }
    }

    private InetAddress[] resolve(String host, boolean privateOnly) throws AzureRequestException {
        try {
            return names.of(host);
        } catch (UnknownHostException e) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNREACHABLE,
                    "the name " + host + " does not resolve",
                    address.redacted(),
                    privateOnly
                            ? "this machine's DNS has to know the private endpoint's zone,"
                                    + " privatelink.blob.core.windows.net"
                            : "let this machine's DNS resolve " + HOSTS);
        }
    }

    private void probe(TransferProgress progress) throws IOException {
        AtomicReference<String> date = new AtomicReference<>("");
        HttpPipelinePolicy listener = (context, next) -> next.process()
                .doOnNext(answer -> date.set(String.valueOf(answer.getHeaders().getValue(HttpHeaderName.DATE))));
        PageBlobConnection brief = connection.probing().withPolicy(listener);
        BlobCalls.readable(address, () -> brief.client(address).getProperties().block());
        Preflight.serviceTime(String.valueOf(date.get()), progress);
    }

    private AzureRequestException explain(
            AzureRequestException failure, String host, boolean privateOnly, String resolved) {
        boolean silent = failure.code().equals(AzureRequestException.UNREACHABLE)
                || failure.code().equals(AzureRequestException.TIMEOUT);
        if (silent) {
            return new AzureRequestException(
                    0,
                    failure.code(),
                    host + ": " + failure.reason(),
                    address.redacted(),
                    "open https (TCP " + address.port() + ") to " + host + " in firewall and proxy (HTTPS_PROXY);"
                            + " every disk has another host, so best to " + HOSTS);
        }
        if (failure.status() == FORBIDDEN && failure.code().equals(NETWORK_REFUSED) && privateOnly) {
            return new AzureRequestException(
                    FORBIDDEN,
                    failure.code(),
                    host + " lets nobody in from here: the disk can be reached through its private endpoint only"
                            + resolved,
                    address.redacted(),
                    "run gen2lift where the private endpoint of the disk access can be reached, and its zone"
                            + " privatelink.blob.core.windows.net is known; or --network-access allow-all");
        }
        return failure;
    }

    /** Addresses that no public host has: private, shared (RFC 6598), of this link or machine, unique local (RFC 4193). */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isSiteLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address instanceof Inet6Address && (bytes[0] & 0xFE) == 0xFC
                || bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
    }

    private static String text(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    }
}
