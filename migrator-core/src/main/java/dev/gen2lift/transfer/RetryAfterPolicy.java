package dev.gen2lift.transfer;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Waits as long as a busy service asks for, which the SDK's own retries do not; these come after it. */
final class RetryAfterPolicy implements HttpPipelinePolicy {

    private final Retries retries;

    RetryAfterPolicy(Retries retries) {
        this.retries = retries;
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process().flatMap(answer -> {
            Optional<Duration> wait = Retries.isTransient(answer.getStatusCode())
                    ? retries.retryAfter(name -> Optional.ofNullable(answer.getHeaderValue(name)))
                    : Optional.empty();
            return wait.map(time -> Mono.delay(time).thenReturn(answer)).orElse(Mono.just(answer));
        });
    }
}
