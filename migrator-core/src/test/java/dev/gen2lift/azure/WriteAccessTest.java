package dev.gen2lift.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.transfer.PageBlobAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WriteAccessTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private final AtomicInteger grants = new AtomicInteger();
    private final PageBlobAddress first = address();
    private final WriteAccess access = new WriteAccess(
            first,
            Duration.ofHours(10),
            () -> {
                grants.incrementAndGet();
                return address();
            },
            now::get);

    @Test
    void isUsedAsLongAsItLasts() throws Exception {
        pass(Duration.ofHours(8));

        assertThat(access.address()).isSameAs(first);
        assertThat(grants).hasValue(0);
    }

    @Test
    void isRenewedBeforeItEndsAndThenLastsAsLongAgain() throws Exception {
        pass(Duration.ofMinutes(9 * 60 + 1));

        PageBlobAddress second = access.address();

        assertThat(second).isNotSameAs(first);
        pass(Duration.ofHours(8));
        assertThat(access.address()).isSameAs(second);
        assertThat(grants).hasValue(1);
    }

    @Test
    void isRenewedWhereItIsRefusedOnceForAllThatWereRefused() throws Exception {
        pass(Duration.ofHours(1));

        PageBlobAddress second = access.renewed(first);

        assertThat(second).isNotSameAs(first);
        assertThat(access.renewed(first)).isSameAs(second);
        assertThat(grants).hasValue(1);
    }

    @Test
    void isNotRenewedWhereItIsRefusedAtOnce() throws Exception {
        pass(Duration.ofMinutes(1));

        assertThat(access.renewed(first)).isSameAs(first);
        assertThat(grants).hasValue(0);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static PageBlobAddress address() {
        return PageBlobAddress.parse("https://md-1.z1.blob.storage.azure.net/c/abcd?sv=1&sr=b&si=p&sig=x", "x");
    }
}
