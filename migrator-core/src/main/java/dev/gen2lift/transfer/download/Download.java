package dev.gen2lift.transfer.download;

import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.ExistingFile;
import dev.gen2lift.copy.FileOptions;
import dev.gen2lift.copy.FixedVhdTarget;
import dev.gen2lift.copy.RawTarget;
import dev.gen2lift.copy.Unfinished;
import dev.gen2lift.copy.VhdxTarget;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobDisk;
import dev.gen2lift.transfer.journal.Coverage;
import dev.gen2lift.transfer.journal.RemainingDisk;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes what a page blob or managed disk holds into a file: only the pages that are stored are fetched. The file appears
 * under its name when it is complete; until then its bytes lie beside it under a hidden name, and a journal says which of
 * them are there, so that the same command goes on where it broke off.
 */
public final class Download {

    private Download() {}

    /**
     * Downloads all of {@code disk}, which stays open.
     *
     * @param name of the disk, whatever SAS it is read by: URL without query, or resource id
     * @throws AzureRequestException where the blob is no whole fixed VHD, or changes meanwhile
     * @throws FileAlreadyExistsException where the file exists and is to stay
     */
    public static DownloadResult run(
            PageBlobDisk disk, String name, Path out, DownloadOptions options, CopyProgress progress)
            throws IOException, InterruptedException {
        if (disk.flaw().isPresent()) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "this is not a complete disk: " + disk.flaw().get(),
                    disk.name(),
                    "an upload that broke off is finished by the same upload again");
        }
        Path file = out.toAbsolutePath().normalize();
        if (options.existing() == ExistingFile.REFUSE && Files.exists(file)) {
            throw new FileAlreadyExistsException(out.toString());
        }
        try (UploadJournal journal = UploadJournal.open(options.journals(), "download to " + file)) {
            UploadJournal.Binding binding =
                    new UploadJournal.Binding(name, file.toString(), options.form() + " " + disk.tag(), disk.size());
            DownloadResult result = run(disk, file, options, journal, binding, progress);
            journal.delete();
            return result;
        }
    }

    private static DownloadResult run(
            PageBlobDisk disk,
            Path file,
            DownloadOptions options,
            UploadJournal journal,
            UploadJournal.Binding binding,
            CopyProgress progress)
            throws IOException, InterruptedException {
        boolean known = journal.binding().equals(Optional.of(binding));
        Unfinished unfinished =
                options.journals().isEmpty() ? Unfinished.REMOVE : known ? Unfinished.CONTINUE : Unfinished.RESTART;
        FileOptions kept = FileOptions.of(options.existing()).withUnfinished(unfinished);
        try (DiskTarget target = create(file, disk.size(), options.form(), kept)) {
            if (!known || !target.continued()) {
                journal.begin(binding);
            }
            Coverage done = journal.coverage();
            CountingDisk counted = new CountingDisk(disk);
            VirtualDisk left = done.isEmpty() ? counted : new RemainingDisk(counted, done);
            CopyResult copied = copy(left, new JournaledFile(target, journal), options, progress);
            return new DownloadResult(
                    disk.size(), counted.bytesRead(), copied.bytesCopied(), done.bytes(), copied.duration());
        }
    }

    private static CopyResult copy(
            VirtualDisk left, JournaledFile target, DownloadOptions options, CopyProgress progress)
            throws IOException, InterruptedException {
        try {
            return CopyEngine.copy(left, target, new CopyOptions(options.requests(), false), progress);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                target.note();
            } catch (IOException lost) {
                // What is not noted is fetched again.
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    private static DiskTarget create(Path file, long capacity, DownloadOptions.Form form, FileOptions options)
            throws IOException {
        return switch (form) {
            case VHDX -> VhdxTarget.create(file, capacity, options);
            case VHD -> FixedVhdTarget.create(file, capacity, options);
            case RAW -> RawTarget.create(file, capacity, options);
        };
    }
}
