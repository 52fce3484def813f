package dev.gen2lift.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * What a SAS, the clocks and the network say before the first request that changes anything: refused now instead of after
 * hours.
 */
public final class Preflight {

    /** {@link AzureRequestException#code} of a SAS whose time is over. */
    static final String SAS_EXPIRED = "SasExpired";

    /** {@link AzureRequestException#code} of a SAS whose time has not come. */
    static final String SAS_NOT_YET_VALID = "SasNotYetValid";

    /** {@link AzureRequestException#code} of a SAS that does not permit what an upload needs. */
    static final String SAS_PERMISSIONS = "SasPermissions";

    /** What remains has to be more than this, or it is worth a word. */
    private static final Duration SHORT = Duration.ofHours(1);

    /** Services take requests that are up to 15 minutes off; a clock that is a third of that off is wrong. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private Preflight() {}

    /**
     * Checks what the address says of itself.
     *
     * @param now by the clock of the service
     * @throws AzureRequestException where it can only be refused
     */
    static void requireUsable(PageBlobAddress address, Instant now, TransferProgress progress)
            throws AzureRequestException {
        if (!address.hasSas()) {
            return;
        }
        if (address.expiry().filter(end -> !now.isBefore(end)).isPresent()) {
            throw refused(
                    address,
                    SAS_EXPIRED,
                    "the SAS has expired",
                    "the SAS expired at " + seconds(address.expiry().get()) + "; make a new one");
        }
        if (address.start().filter(now::isBefore).isPresent()) {
            throw refused(
                    address,
                    SAS_NOT_YET_VALID,
                    "the SAS is not valid yet",
                    "it begins at " + seconds(address.start().get()) + "; wait, or make one without a start");
        }
        if (address.permissions().filter(all -> !all.contains("w")).isPresent()) {
            throw refused(
                    address,
                    SAS_PERMISSIONS,
                    "the SAS does not allow to write",
                    "the SAS does not allow to write; make one with the permissions read, create, write");
        }
        if (address.permissions().filter(all -> !all.contains("r")).isPresent()) {
            progress.note("the SAS does not allow to read: an upload that breaks off cannot go on, and what is stored"
                    + " is not compared; better make one with the permissions read, create, write");
        }
        address.expiry()
                .filter(end -> Duration.between(now, end).compareTo(SHORT) < 0)
                .ifPresent(end -> progress.note("the SAS ends at " + seconds(end)
                        + "; if that is too early, the same command with a new one goes on where this one stops"));
    }

    /**
     * Reaches the host of the address: its name resolves, TLS is trusted, and it answers a request that changes nothing.
     *
     * @param privateOnly whether it lets nobody in but through a private endpoint
     * @throws AzureRequestException where it cannot be reached or refuses, naming the host and what to open
     */
    public static void requireReachable(
            PageBlobConnection connection, PageBlobAddress address, boolean privateOnly, TransferProgress progress)
            throws IOException {
        new HostReach(connection, address, InetAddress::getAllByName).require(privateOnly, progress);
    }

    /**
     * The service's time.
     *
     * @param date header of its answer of just now; empty or unreadable where our own clock has to do
     */
    static Instant serviceTime(String date, TransferProgress progress) {
        Instant ours = Instant.now();
        Instant theirs;
        try {
            theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return ours;
        }
        Duration skew = Duration.between(theirs, ours);
        if (skew.abs().compareTo(SKEW) > 0) {
            progress.note("the clock of this machine is " + skew.abs().toMinutes() + " minutes "
                    + (skew.isNegative() ? "behind" : "ahead of")
                    + " the service's; signing in fails with a clock that is wrong, set it right");
        }
        return theirs;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static AzureRequestException refused(PageBlobAddress address, String code, String reason, String hint) {
        return new AzureRequestException(0, code, reason, address.redacted(), hint);
    }
}
