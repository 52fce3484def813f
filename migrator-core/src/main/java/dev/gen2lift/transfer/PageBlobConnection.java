package dev.gen2lift.transfer;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import com.azure.storage.blob.specialized.SpecializedBlobClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.gen2lift.transfer.wire.PageTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How page blobs are reached.
 *
 * @param http the shared client
 * @param credential for addresses without a SAS
 * @param retries what is tried again, and how often
 * @param policies further steps of the SDK's request pipeline, run for every try
 * @param transport what pages are sent over, past the SDK
 */
public record PageBlobConnection(
        HttpClient http,
        Optional<TokenCredential> credential,
        RequestRetryOptions retries,
        List<HttpPipelinePolicy> policies,
        PageTransport transport) {

    /** Longest that one try of a request may take: 4 MiB at 14 KiB/s. */
    public static final Duration TRY_TIMEOUT = Duration.ofMinutes(5);

    /** A version that both Azure Storage and the emulator of the tests speak. */
    private static final BlobServiceVersion VERSION = BlobServiceVersion.V2026_06_06;

    private static final int TRIES = 8;
    private static final int FIRST_TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** Longest that a request without a body may take before a host is taken for silent. */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(30);

    public PageBlobConnection {
        policies = List.copyOf(policies);
    }

    /** With a transport of its own, which trusts what the JDK trusts. */
    public PageBlobConnection(
            HttpClient http,
            Optional<TokenCredential> credential,
            RequestRetryOptions retries,
            List<HttpPipelinePolicy> policies) {
        this(http, credential, retries, policies, AzureHttp.pages(Optional.empty()));
    }

    /** With the usual retries: 8 tries of 408, 429, 5xx and broken connections, 1 to 60 s apart, doubling. */
    public static PageBlobConnection over(HttpClient http, Optional<TokenCredential> credential) {
        return over(http, credential, Optional.empty());
    }

    /** @param extraTrust PEM file of certificates that pages' connections trust beside the JDK's */
    public static PageBlobConnection over(
            HttpClient http, Optional<TokenCredential> credential, Optional<Path> extraTrust) {
        return new PageBlobConnection(
                http, credential, retries(TRIES, FIRST_PAUSE, LONGEST_PAUSE), List.of(), AzureHttp.pages(extraTrust));
    }

    /** The same over another transport. */
    public PageBlobConnection withTransport(PageTransport other) {
        return new PageBlobConnection(http, credential, retries, policies, other);
    }

    /** Exponential retries that last no longer than {@link #TRY_TIMEOUT} each. */
    public static RequestRetryOptions retries(int tries, Duration firstPause, Duration longestPause) {
        return new RequestRetryOptions(RetryPolicyType.EXPONENTIAL, tries, TRY_TIMEOUT, firstPause, longestPause, null);
    }

    /**
     * The same with few tries, for the first request to a host: a wrong name or a closed port is told in seconds, while
     * an upload that is under way waits for a line to come back.
     */
    PageBlobConnection firstContact() {
        return new PageBlobConnection(
                http, credential, retries(FIRST_TRIES, FIRST_PAUSE, LONGEST_PAUSE), policies, transport);
    }

    /** The same with few and short tries: whether anybody answers at all. */
    PageBlobConnection probing() {
        RequestRetryOptions brief = new RequestRetryOptions(
                RetryPolicyType.EXPONENTIAL, FIRST_TRIES, PROBE_TIMEOUT, FIRST_PAUSE, LONGEST_PAUSE, null);
        return new PageBlobConnection(http, credential, brief, policies, transport);
    }

    /** With one more step of the SDK's request pipeline. */
    PageBlobConnection withPolicy(HttpPipelinePolicy policy) {
        List<HttpPipelinePolicy> more = new ArrayList<>(policies);
        more.add(policy);
        return new PageBlobConnection(http, credential, retries, more, transport);
    }

    PageBlobAsyncClient client(PageBlobAddress address) {
        SpecializedBlobClientBuilder builder = new SpecializedBlobClientBuilder()
                .endpoint(address.url())
                .httpClient(http)
                .serviceVersion(VERSION)
                .retryOptions(retries)
                .addPolicy(new RetryAfterPolicy(new Retries(retries)));
        policies.forEach(builder::addPolicy);
        if (!address.hasSas()) {
            credential.ifPresent(builder::credential);
        }
        return builder.buildPageBlobAsyncClient();
    }
}
