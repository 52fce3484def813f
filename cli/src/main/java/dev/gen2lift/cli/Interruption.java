package dev.gen2lift.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the interruption of the process (Ctrl-C, a service's stop) into that of the thread that runs the command, and
 * gives it a moment to put things in order: to take away a half-written file, to end a cloud. The process then ends with
 * 130 or 143, as the JVM does after a signal.
 */
final class Interruption {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);

    private Interruption() {}

    /** From now on an interruption of the process interrupts the calling thread, until {@link #ended}. */
    static Interruption reachesThisThread() {
        Interruption interruption = new Interruption();
        Thread command = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.pass(command), "interruption"));
        return interruption;
    }

    /** The command is over; the process may end at once. */
    void ended() {
        ended.countDown();
    }

    private void pass(Thread command) {
        if (ended.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            boolean inTime = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
