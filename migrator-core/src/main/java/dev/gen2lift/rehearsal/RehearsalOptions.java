package dev.gen2lift.rehearsal;

import dev.gen2lift.rehearsal.server.RequestFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a rehearsal cloud is run.
 *
 * @param folder where it keeps everything; made where it does not exist, continued where it does
 * @param port the port on 127.0.0.1; 0 for any free one
 * @param retryAfter what long-running operations ask a client to wait between polls, in whole seconds, and how long they
 *     take; with zero they are done when the request is answered, and nothing is polled
 * @param recording the file that requests and answers of Azure Resource Manager are written to
 * @param filter faults that requests meet
 * @param clock the time by which tokens and signatures expire
 * @param diskHost the host in the URLs that managed disks are uploaded to; a name that leads elsewhere makes them unreachable
 * @param guestStateHost likewise for their guest state, which Azure too may keep on another host
 */
public record RehearsalOptions(
        Path folder,
        int port,
        Duration retryAfter,
        Optional<Path> recording,
        RequestFilter filter,
        InstantSource clock,
        String diskHost,
        String guestStateHost) {

    private static final Duration AS_AZURE = Duration.ofSeconds(1);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String LOOPBACK_NAME = "localhost";

    public RehearsalOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (retryAfter.isNegative() || retryAfter.getNano() != 0) {
            throw new IllegalArgumentException("Retry-After is in whole seconds: " + retryAfter);
        }
    }

    /** A cloud in {@code folder} on any free port, polled every second, recording nothing. */
    public static RehearsalOptions in(Path folder) {
        return new RehearsalOptions(
                folder,
                0,
                AS_AZURE,
                Optional.empty(),
                RequestFilter.none(),
                InstantSource.system(),
                LOOPBACK,
                LOOPBACK_NAME);
    }

    public RehearsalOptions withPort(int newPort) {
        return new RehearsalOptions(folder, newPort, retryAfter, recording, filter, clock, diskHost, guestStateHost);
    }

    public RehearsalOptions withRetryAfter(Duration wait) {
        return new RehearsalOptions(folder, port, wait, recording, filter, clock, diskHost, guestStateHost);
    }

    public RehearsalOptions withRecording(Path file) {
        return new RehearsalOptions(
                folder, port, retryAfter, Optional.of(file), filter, clock, diskHost, guestStateHost);
    }

    public RehearsalOptions withFilter(RequestFilter newFilter) {
        return new RehearsalOptions(folder, port, retryAfter, recording, newFilter, clock, diskHost, guestStateHost);
    }

    public RehearsalOptions withClock(InstantSource newClock) {
        return new RehearsalOptions(folder, port, retryAfter, recording, filter, newClock, diskHost, guestStateHost);
    }

    public RehearsalOptions withDiskHosts(String disk, String guestState) {
        return new RehearsalOptions(folder, port, retryAfter, recording, filter, clock, disk, guestState);
    }
}
