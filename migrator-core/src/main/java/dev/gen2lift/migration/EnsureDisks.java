package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskUpload;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.migration.Blueprint.DiskWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Uploads the disks. */
final class EnsureDisks implements Step<EnsureDisks.Input, List<ManagedDiskUpload.Result>> {

    /** What to upload, and the group that it goes into. */
    record Input(Blueprint blueprint, EnsuredResource group) {}

    @Override
    public MigrationStep kind() {
        return MigrationStep.DISKS;
    }

    @Override
    public List<ManagedDiskUpload.Result> ensure(Input input, StepContext context)
            throws PlanException, IOException, InterruptedException {
        ManagedDiskUpload uploads = new ManagedDiskUpload(context.clients());
        List<Callable<ManagedDiskUpload.Result>> tasks = new ArrayList<>();
        for (DiskWork work : input.blueprint().disks()) {
            CopyProgress progress = context.listener()
                    .uploading(work.spec().name(), work.disk().source().size());
            tasks.add(() -> upload(uploads, work, input.group().created(), context, progress));
        }
        return DisksAtOnce.run(tasks);
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
}
