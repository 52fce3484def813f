package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskUpload;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.migration.Blueprint.DiskWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Uploads the disks, a few at a time; the first failure ends the others. */
final class EnsureDisks implements Step<EnsureDisks.Input, List<ManagedDiskUpload.Result>> {

    /** Each has its own limit in Azure, but they share this machine's line and memory: this many times requests x 4 MiB. */
    private static final int AT_ONCE = 2;

    /** What to upload, and the group that it goes into. */
    record Input(Blueprint blueprint, EnsuredResource group) {}

    @Override
    public MigrationStep kind() {
        return MigrationStep.DISKS;
    }

    @Override
    public List<ManagedDiskUpload.Result> ensure(Input input, StepContext context)
            throws IOException, InterruptedException {
        ManagedDiskUpload uploads = new ManagedDiskUpload(context.clients());
        ExecutorService executor = Executors.newFixedThreadPool(
                Math.min(AT_ONCE, input.blueprint().disks().size()));
        CompletionService<ManagedDiskUpload.Result> ended = new ExecutorCompletionService<>(executor);
        List<Future<ManagedDiskUpload.Result>> inOrder = new ArrayList<>();
        try {
            for (DiskWork work : input.blueprint().disks()) {
                CopyProgress progress = context.listener()
                        .uploading(work.spec().name(), work.disk().source().size());
                inOrder.add(
                        ended.submit(() -> upload(uploads, work, input.group().created(), context, progress)));
            }
            for (int i = 0; i < inOrder.size(); i++) {
                result(ended.take());
            }
            List<ManagedDiskUpload.Result> results = new ArrayList<>();
            for (Future<ManagedDiskUpload.Result> each : inOrder) {
                results.add(result(each));
            }
            return results;
        } finally {
            executor.shutdownNow();
            // The images are closed after this step; nobody may read them any more.
            awaitEnd(executor);
        }
    }

    @Override
    public String outcome(List<ManagedDiskUpload.Result> results) {
        long found = results.stream().filter(each -> each.upload().found()).count();
        return (results.size() - found) + " uploaded, " + found + " found";
    }

    private static ManagedDiskUpload.Result upload(
            ManagedDiskUpload uploads, DiskWork work, boolean newGroup, StepContext context, CopyProgress progress)
            throws IOException, InterruptedException {
        ManagedDiskUpload.Result result = uploads.ensure(
                work.spec(),
                work.disk().source(),
                work.guestState(),
                context.plan().upload(),
                newGroup,
                progress);
        context.listener().uploaded(work.spec().name());
        return result;
    }

    private static ManagedDiskUpload.Result result(Future<ManagedDiskUpload.Result> ended)
            throws IOException, InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the upload of a disk failed", cause);
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
