package dev.gen2lift.azure;

import dev.gen2lift.transfer.PageBlobAccess;
import dev.gen2lift.transfer.PageBlobAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Write access to a managed disk, granted again before it ends, and where it was refused in between. The URL of a disk
 * does not say when it ends, so this counts from when it was granted. Safe for several threads: one renews, the others
 * wait and go on with what it got.
 */
final class WriteAccess implements PageBlobAccess {

    /** What was granted so lately is not refused for its age. */
    private static final Duration YOUNG = Duration.ofMinutes(5);

    private final Grant grant;
    private final Duration length;
    private final InstantSource clock;
    private PageBlobAddress current;
    private Instant granted;

    /** Ends the access that there is, and asks Azure for another. */
    interface Grant {
        PageBlobAddress again() throws IOException;
    }

    /** @param length for which access is granted each time */
    WriteAccess(PageBlobAddress first, Duration length, Grant grant, InstantSource clock) {
        this.current = first;
        this.length = length;
        this.grant = grant;
        this.clock = clock;
        this.granted = clock.instant();
    }

    @Override
    public synchronized PageBlobAddress address() throws IOException {
        if (clock.instant().isAfter(granted.plus(length.multipliedBy(9).dividedBy(10)))) {
            renew();
        }
        return current;
    }

    @Override
    public synchronized PageBlobAddress renewed(PageBlobAddress refused) throws IOException {
        if (current == refused && clock.instant().isAfter(granted.plus(YOUNG))) {
            renew();
        }
        return current;
    }

    private void renew() throws IOException {
        current = grant.again();
        granted = clock.instant();
    }
}
