package dev.gen2lift.azure;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.DiskTransfer;
import dev.gen2lift.transfer.GuestState;
import dev.gen2lift.transfer.PageBlobTarget;
import dev.gen2lift.transfer.Preflight;
import dev.gen2lift.transfer.Sending;
import dev.gen2lift.transfer.TransferProgress;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadResult;
import dev.gen2lift.transfer.UploadSource;
import dev.gen2lift.transfer.journal.Coverage;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A managed disk with the content of an image: created for upload, written through its SAS in one pass, completed by
 * revoking that. A disk that is complete is left alone; one that an earlier run left half-way, and only for the same
 * image, is gone on with where a journal here says what arrived, and written again from its beginning without one. A disk
 * for Trusted Launch comes with its guest state, which is small and sent whole each time that access is granted, before
 * the disk.
 */
public final class ManagedDiskUpload {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedDiskUpload.class);

    /** A day for every so many bytes of nominal size: 3 MiB/s. */
    private static final long BYTES_A_DAY = 256L << 30;

    private static final Duration LONGEST_ACCESS = Duration.ofDays(7);
    private static final int CONFLICT = 409;

    private final AzureClients clients;
    private final ManagedDisks disks;

    public ManagedDiskUpload(AzureClients clients) {
        this.clients = clients;
        this.disks = new ManagedDisks(clients);
    }

    /** The disk and what the upload did. */
    public record Result(EnsuredResource disk, UploadResult upload) {}

    /**
     * Brings the disk about.
     *
     * @param guestState for a disk for Trusted Launch, and only for such
     * @param newGroup whether the resource group was made just now and cannot hold the disk
     * @throws AzureRequestException where a disk of that name is something else, or Azure refuses
     */
    public Result ensure(
            ManagedDiskSpec spec,
            UploadSource source,
            Optional<GuestState> guestState,
            UploadOptions options,
            boolean newGroup,
            CopyProgress progress)
            throws IOException, InterruptedException {
        if (spec.isTrustedLaunch() != guestState.isPresent()) {
            throw new IllegalArgumentException("guest state goes with a disk for Trusted Launch");
        }
        if (disks.ensureCreated(spec, newGroup) == ManagedDisks.Standing.DONE) {
            disks.ensureNetwork(spec);
            return found(spec, source);
        }
        String id = disks.id(spec).toLowerCase(Locale.ROOT);
        try (UploadJournal journal = UploadJournal.open(options.journals(), id)) {
            ManagedDisks.WriteGrant grant;
            try {
                grant = disks.grantWrite(spec, seconds(spec.size()));
            } catch (AzureRequestException e) {
                if (e.status() != CONFLICT) {
                    throw e;
                }
                // An earlier run still has access. Revoking completes the disk where that run had come to its end.
                abandon(spec);
                if (disks.look(spec) == ManagedDisks.Standing.DONE) {
                    journal.delete();
                    disks.ensureNetwork(spec);
                    return found(spec, source);
                }
                grant = disks.grantWrite(spec, seconds(spec.size()));
            }
            TransferProgress heard = TransferProgress.of(progress);
            UploadResult result = send(
                    spec, id, access(spec, grant, guestState, options.sending(heard)), source, journal, options, heard);
            disks.revoke(spec);
            requireDone(spec);
            journal.delete();
            disks.ensureNetwork(spec);
            return new Result(disks.resource(spec, true), result);
        }
    }

    private UploadResult send(
            ManagedDiskSpec spec,
            String id,
            WriteAccess access,
            UploadSource source,
            UploadJournal journal,
            UploadOptions options,
            TransferProgress progress)
            throws IOException, InterruptedException {
        UploadJournal.Binding binding =
                new UploadJournal.Binding(source.identity(), id, disks.uniqueId(spec), source.size());
        boolean complete = false;
        try (PageBlobTarget target =
                PageBlobTarget.open(clients.pageBlobs(), access, spec.size(), options.sending(progress))) {
            Coverage done = journal.coverage();
            if (!journal.binding().equals(Optional.of(binding)) || !target.resume(done)) {
                // The disk's mark says that whatever is there is of this image, so it may be written again.
                journal.begin(binding);
                done = new Coverage();
            }
            UploadResult result = DiskTransfer.run(source, target, journal, done, options, id, progress);
            complete = true;
            return result;
        } finally {
            if (!complete) {
                abandon(spec);
            }
        }
    }

    /**
     * Access to hosts that were found to be reachable, the guest state sent. Renewed without a footer, which completes
     * nothing: the disk waits for its upload as before.
     */
    private WriteAccess access(
            ManagedDiskSpec spec, ManagedDisks.WriteGrant first, Optional<GuestState> guestState, Sending sending)
            throws IOException {
        boolean reached = false;
        try {
            boolean privateOnly = disks.isPrivate(spec);
            Preflight.requireReachable(clients.pageBlobs(), first.disk(), privateOnly, sending.progress());
            if (first.guestState().isPresent()) {
                Preflight.requireReachable(
                        clients.pageBlobs(), first.guestState().get(), privateOnly, sending.progress());
            }
            send(guestState, first, sending);
            reached = true;
        } finally {
            if (!reached) {
                abandon(spec);
            }
        }
        int seconds = seconds(spec.size());
        return new WriteAccess(
                first.disk(),
                Duration.ofSeconds(seconds),
                () -> {
                    abandon(spec);
                    ManagedDisks.WriteGrant again = disks.grantWrite(spec, seconds);
                    send(guestState, again, sending);
                    return again.disk();
                },
                InstantSource.system());
    }

    private void send(Optional<GuestState> guestState, ManagedDisks.WriteGrant grant, Sending sending)
            throws IOException {
        if (guestState.isPresent()) {
            guestState.get().send(clients.pageBlobs(), grant.guestState().orElseThrow(), sending);
        }
    }

    private Result found(ManagedDiskSpec spec, UploadSource source) throws IOException {
        EnsuredResource disk = disks.resource(spec, false);
        return new Result(disk, UploadResult.alreadyThere(disk.id(), source.sourceSize(), source.size()));
    }

    private void requireDone(ManagedDiskSpec spec) throws IOException {
        if (disks.look(spec) != ManagedDisks.Standing.DONE) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "the disk is still waiting for its upload after access was revoked",
                    spec.resourceGroup() + "/" + spec.name(),
                    "run the same command again");
        }
    }

    /** Nobody may write any more. Without a footer Azure complains and keeps the disk waiting, which is right. */
    private void abandon(ManagedDiskSpec spec) {
        try {
            disks.revoke(spec);
        } catch (IOException e) {
            LOG.debug("{}: access revoked with an answer of {}", spec.name(), e.getMessage());
        }
    }

    private static int seconds(long size) {
        Duration wanted = Duration.ofDays(1 + size / BYTES_A_DAY);
        return Math.toIntExact((wanted.compareTo(LONGEST_ACCESS) > 0 ? LONGEST_ACCESS : wanted).toSeconds());
    }
}
