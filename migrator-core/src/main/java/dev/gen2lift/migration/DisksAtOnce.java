package dev.gen2lift.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Deals with a VM's disks, a few at a time; the first failure ends the others. */
final class DisksAtOnce {

    /** Each has its own limit in Azure, but they share this machine's line and memory: this many times requests x 4 MiB. */
    private static final int AT_ONCE = 2;

    private DisksAtOnce() {}

    /** What each task came to, in the tasks' order; on return none of them runs, however it ended. */
    static <T> List<T> run(List<Callable<T>> tasks) throws PlanException, IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(AT_ONCE, tasks.size()));
        CompletionService<T> ended = new ExecutorCompletionService<>(executor);
        List<Future<T>> inOrder = new ArrayList<>();
        try {
            tasks.forEach(task -> inOrder.add(ended.submit(task)));
            for (int i = 0; i < inOrder.size(); i++) {
                result(ended.take());
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : inOrder) {
                results.add(result(each));
            }
            return results;
        } finally {
            executor.shutdownNow();
            // The images are closed after this; nobody may read them any more.
            awaitEnd(executor);
        }
    }

    private static <T> T result(Future<T> ended) throws PlanException, IOException, InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof PlanException plan) {
                throw plan;
            }
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("dealing with a disk failed", cause);
        }
    }

    private static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
