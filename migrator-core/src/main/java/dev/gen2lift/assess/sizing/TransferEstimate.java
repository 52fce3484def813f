package dev.gen2lift.assess.sizing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes to bring a machine's disks to Azure, and how long the machine is off meanwhile. An estimate: see
 * docs/sizing.md for what it takes for granted.
 *
 * @param bytes that have to be sent, zeros left out
 * @param upload the whole upload
 * @param onePhase downtime where the machine is shut down before the upload
 * @param twoPhase downtime where it runs on during the upload, and only what changed is sent once it is off
 */
public record TransferEstimate(long bytes, Duration upload, Duration onePhase, Duration twoPhase) {

    private static final long TIB = 1L << 40;

    /** Of the line, what payload gets: headers, TLS and the gaps between requests take the rest. */
    static final double LINE_SHARE = 0.9;

    /** A day's changes, of the data; what changed since the first phase is at least that of a day. */
    static final double CHANGE_A_DAY = 0.05;

    /** Shutting down, revoking access, creating the VM, the first start, and a look whether it works. */
    static final Duration CUTOVER = Duration.ofMinutes(20);

    /**
     * A disk to send.
     *
     * @param capacity bytes of the managed disk, on which the service's limit for its upload depends
     * @param bytes to be sent, at most the capacity
     */
    public record Disk(long capacity, long bytes) {}

    /** What all disks of one machine take over a line that it has for itself. */
    public static TransferEstimate of(List<Disk> disks, Bandwidth line) {
        long bytes = disks.stream().mapToLong(Disk::bytes).sum();
        double upload = seconds(disks, line);
        double days = Math.max(1, upload / Duration.ofDays(1).toSeconds());
        double changed = Math.min(1, CHANGE_A_DAY * days);
        List<Disk> changes = new ArrayList<>();
        disks.forEach(disk -> changes.add(new Disk(disk.capacity(), (long) (disk.bytes() * changed))));
        return new TransferEstimate(
                bytes,
                whole(upload),
                CUTOVER.plus(whole(upload)),
                CUTOVER.plus(whole(Math.min(upload, seconds(changes, line)))));
    }

    /** The line's time for all, or the slowest disk's where its own limit is lower. */
    private static double seconds(List<Disk> disks, Bandwidth line) {
        double speed = line.bytesPerSecond() * LINE_SHARE;
        double slowest = disks.stream()
                .mapToDouble(disk -> disk.bytes() / Math.min(speed, limit(disk.capacity())))
                .max()
                .orElse(0);
        return Math.max(slowest, disks.stream().mapToLong(Disk::bytes).sum() / speed);
    }

    // Direct upload: as fast as the Standard HDD of the size, in MiB/s
    private static double limit(long capacity) {
        long mebibytes = capacity <= 4 * TIB ? 60 : capacity <= 8 * TIB ? 300 : 500;
        return mebibytes * (double) (1 << 20);
    }

    private static Duration whole(double seconds) {
        return Duration.ofSeconds((long) Math.ceil(seconds));
    }
}
