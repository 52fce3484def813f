package dev.gen2lift.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that repeat a step until nothing is left to do. The first failure stops all of them, and so does an interrupt
 * of the thread that waits for them.
 *
 * <p>Stopping interrupts whoever is waiting, in a slow write for instance. Reads of the source are shielded from that:
 * the JDK closes a file that a thread is interrupted in, and the source belongs to the caller, who may go on using it.
 */
final class Crew {

    /** One thread's share of the work; holds that thread's buffers. */
    interface Step {
        /** Does one step; returns false when nothing is left. */
        boolean run(Member self) throws IOException, InterruptedException;
    }

    /** A read of the source. */
    interface ShieldedAction<T> {
        T run() throws IOException;
    }

    private final List<Member> members = new ArrayList<>();
    private @Nullable Throwable failure;

    private Crew() {}

    /**
     * Runs until every step has returned false.
     *
     * @throws IOException the first failure of any thread, later ones suppressed; unchecked ones likewise
     * @throws InterruptedException where the calling thread was interrupted; all threads have ended by then
     */
    static void run(String name, int threads, Supplier<? extends Step> steps) throws IOException, InterruptedException {
        Crew crew = new Crew();
        for (int i = 0; i < threads; i++) {
            crew.members.add(crew.new Member(name + "-" + i, steps.get()));
        }
        for (Member member : crew.members) {
            try {
                member.thread.start();
            } catch (OutOfMemoryError e) {
                crew.failed(member, e);
            }
        }
        crew.await();
    }

    private void await() throws IOException, InterruptedException {
        InterruptedException interruption = null;
        for (Member member : members) {
            while (member.thread.isAlive()) {
                try {
                    member.thread.join();
                } catch (InterruptedException e) {
                    interruption = e;
                    stop();
                }
            }
        }
        Throwable first = failure();
        if (interruption != null) {
            if (first != null) {
                interruption.addSuppressed(first);
            }
            throw interruption;
        }
        if (first instanceof IOException e) {
            throw e;
        }
        if (first instanceof RuntimeException e) {
            throw e;
        }
        if (first instanceof Error e) {
            throw e;
        }
        if (first != null) {
            throw new IOException(first);
        }
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    private void failed(Member member, Throwable reason) {
        synchronized (this) {
            if (failure == null) {
                failure = reason;
            } else if (failure != reason && !member.wasInterrupted()) {
                failure.addSuppressed(reason);
            }
        }
        stop();
    }

    private void stop() {
        members.forEach(Member::stop);
    }

    /** One thread of the crew. */
    final class Member {

        private final Thread thread;
        private boolean shielded;
        private boolean stopped;
        private boolean interrupted;

        private Member(String name, Step step) {
            thread = new Thread(() -> work(step), name);
            thread.setDaemon(true);
        }

        /** Runs to its end even while the crew is being stopped. */
        <T> T shielded(ShieldedAction<T> action) throws IOException, InterruptedException {
            shield();
            T result;
            try {
                result = action.run();
            } finally {
                unshield();
            }
            if (isStopped()) {
                throw new InterruptedException();
            }
            return result;
        }

        private void work(Step step) {
            try {
                boolean more = true;
                while (more && !isStopped()) {
                    more = step.run(this);
                }
            } catch (InterruptedException e) {
                if (!isStopped()) {
                    failed(this, e);
                }
            } catch (Throwable e) {
                if (!wasInterrupted()) {
                    failed(this, e);
                }
            }
        }

        private synchronized void shield() throws InterruptedException {
            if (stopped) {
                throw new InterruptedException();
            }
            shielded = true;
        }

        private synchronized void unshield() {
            shielded = false;
        }

        private synchronized void stop() {
            if (!stopped) {
                stopped = true;
                if (!shielded) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        }

        private synchronized boolean isStopped() {
            return stopped;
        }

        private synchronized boolean wasInterrupted() {
            return interrupted;
        }
    }
}
