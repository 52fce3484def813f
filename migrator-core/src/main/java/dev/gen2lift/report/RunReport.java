package dev.gen2lift.report;

import dev.gen2lift.assess.Assessment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run of {@code migrate} or {@code rehearse} did.
 *
 * @param command the command's name, which also names the document's schema: "migrate"
 * @param title of the report, a few words
 * @param seconds from start to end
 * @param succeeded whether everything that was asked for exists
 * @param sourceVm the machine that was moved
 * @param failure what went wrong, in one sentence, where it did not succeed
 * @param assessment of the machine, where it was made
 */
public record RunReport(
        String command,
        String title,
        Instant started,
        double seconds,
        boolean succeeded,
        Optional<String> failure,
        String sourceVm,
        List<Step> steps,
        List<Resource> resources,
        List<DiskTransfer> disks,
        Optional<Assessment> assessment) {

    public RunReport {
        if (!command.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("not a command: " + command);
        }
        steps = List.copyOf(steps);
        resources = List.copyOf(resources);
        disks = List.copyOf(disks);
    }

    /** How a step ended. */
    public enum Outcome {
        DONE,
        /** What it ensures was there already. */
        ALREADY_DONE,
        SKIPPED,
        FAILED
    }

    /** @param name what it ensures, a few words */
    public record Step(String name, Outcome outcome, double seconds) {}

    /**
     * @param type as Azure writes it: "Microsoft.Compute/disks"
     * @param id the resource's whole id
     */
    public record Resource(String type, String name, String id) {}

    /**
     * Bytes of one disk.
     *
     * @param virtualSize of the source's virtual disk
     * @param read from the source
     * @param sent over the network, the footer included
     * @param zero of the virtual disk that were zero and not sent
     * @param digestRoot root of the digest tree of what was sent, in hexadecimal, where one is kept
     * @param seconds that reading and sending took
     * @param staged URL of the page blob that it was sent to, in a migration of two phases
     * @param importSeconds that the managed disk took to be made of that blob
     */
    public record DiskTransfer(
            Path image,
            String target,
            long virtualSize,
            long read,
            long sent,
            long zero,
            Optional<String> digestRoot,
            Optional<Double> seconds,
            Optional<String> staged,
            Optional<Double> importSeconds) {}

    /**
     * Writes index.html and report.json into {@code folder}, which is made where it is missing; each file appears whole
     * or not at all.
     *
     * @return the path of index.html
     */
    public Path write(Path folder) throws IOException {
        try (ReportFolder files = ReportFolder.open(folder)) {
            files.text(ReportFolder.HTML, out -> HtmlPages.run(this, out));
            files.bytes(ReportFolder.JSON, out -> Json.write(RunDocument.of(this), out));
            return files.complete();
        }
    }
}
